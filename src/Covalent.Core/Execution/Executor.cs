using System.Text.Json.Nodes;
using Covalent.Core.Execution;

namespace Covalent;

/// <summary>Root of all executors: where and how tasks run. Derive from <c>BaseExecutor</c>, <c>AsyncBaseExecutor</c>
/// or <c>RemoteExecutor</c>.</summary>
/// <remarks>An executor is plain configuration. It travels as its short name and a dictionary of its public settable properties
/// (snake_case); it is rebuilt from them by the dispatcher that runs the task. Secrets never belong into a property:
/// name the environment variable, file or profile that holds them.</remarks>
public abstract class Executor
{
    /// <summary>Short name under which the executor is registered, such as <c>slurm</c>.</summary>
    public abstract string ShortName { get; }

    /// <summary>File that receives the task's standard output too; relative paths lie under the dispatch's results folder. Default: "" (none).</summary>
    public string LogStdout { get; set; } = "";

    /// <summary>File that receives the task's standard error too; relative paths lie under the dispatch's results folder. Default: "" (none).</summary>
    public string LogStderr { get; set; } = "";

    /// <summary>Folder for temporary files of the executor. Default: "" (the dispatcher's cache folder).</summary>
    public string CacheDir { get; set; } = "";

    /// <summary>Longest run time of one attempt in seconds, enforced by the engine; -1 means none. Default: -1.</summary>
    public double TimeLimit { get; set; } = -1;

    /// <summary>Further attempts after a failure, made by the engine. Default: 0.</summary>
    public int Retries { get; set; }

    /// <summary>Tasks of this executor in flight at once; null or 0 means the executor's own default.</summary>
    public int? MaxConcurrency { get; set; }

    /// <summary><see cref="MaxConcurrency"/> where it says something.</summary>
    internal int? ConcurrencyCap => MaxConcurrency > 0 ? MaxConcurrency : null;

    /// <summary>A JSON-serialisable dictionary of the attributes, without secrets.</summary>
    public virtual JsonObject ToDictionary() => ExecutorAttributes.Read(this);

    /// <summary>Overwrites this instance's attributes with a dictionary made by <see cref="ToDictionary"/>; the dictionary is not aliased.</summary>
    /// <exception cref="ExecutorException">Unknown keys or wrong types; all of them are named.</exception>
    public virtual Executor FromDictionary(JsonObject attributes)
    {
        ExecutorAttributes.Write(this, attributes);
        return this;
    }

    /// <summary>Problems with the settings, each with its remedy; all are reported together before anything runs.</summary>
    public virtual IEnumerable<string> Problems() => [];

    /// <summary>The executor as it travels, as it is at this moment: its name and what was set otherwise than a fresh object has it. What was
    /// left alone is taken from the configuration of the dispatcher that runs the task.</summary>
    public ExecutorSpec ToSpec() => new(ShortName, ExecutorAttributes.Changed(this));

    /// <summary>Whether tasks run outside the dispatching process, from the files of their application.</summary>
    internal virtual bool NeedsBundle => false;

    /// <summary>Makes the object through which the engine drives tasks of this executor.</summary>
    internal abstract IExecutorDriver CreateDriver(ExecutorHost host);
}
