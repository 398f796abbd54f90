using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;

namespace Covalent.Core.Execution;

/// <summary>Knows executors by their short names: built in, from referenced packages, from the plug-in folder. The first two of a name win, in
/// that order; a plug-in that does not work is warned about and skipped.</summary>
/// <remarks>Looking into assemblies costs time, so it is done when a name is asked for that is not built in. Thread-safe.</remarks>
internal sealed class ExecutorRegistry(Func<Executor, JsonObject?> configured, IReadOnlyList<string> pluginFolders, ILogger logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ExecutorEntry> _entries = new(StringComparer.Ordinal);
    private bool _isComplete;

    /// <summary>Adds a built-in executor.</summary>
    public ExecutorRegistry Add(Func<Executor> factory)
    {
        lock (_lock)
        {
            var executor = factory();
            Enter(new ExecutorEntry(executor.ShortName, executor.GetType(), "built in", factory));
        }

        return this;
    }

    /// <summary>All executors, by name.</summary>
    public IReadOnlyList<ExecutorEntry> List()
    {
        lock (_lock)
        {
            Complete();
            return [.. _entries.Values.OrderBy(entry => entry.ShortName, StringComparer.Ordinal)];
        }
    }

    /// <summary>Makes the executor a spec describes: the class's own defaults, then what the user configured, then what the spec says.</summary>
    /// <returns>Null when no executor has the name.</returns>
    /// <exception cref="ExecutorException">The configuration or the spec holds keys or values the executor does not take.</exception>
    public Executor? Create(ExecutorSpec spec)
    {
        if (Find(spec.ShortName) is not { } entry)
        {
            return null;
        }

        var executor = entry.Create();
        if (configured(executor) is { } settings)
        {
            executor.FromDictionary(settings);
        }

        return spec.Attributes is { } attributes ? executor.FromDictionary(attributes) : executor;
    }

    private ExecutorEntry? Find(string shortName)
    {
        lock (_lock)
        {
            if (!_entries.ContainsKey(shortName))
            {
                Complete();
            }

            return _entries.GetValueOrDefault(shortName);
        }
    }

    private void Complete()
    {
        if (_isComplete)
        {
            return;
        }

        _isComplete = true;
        foreach (var assembly in ReferencedAssemblies.WithExecutors())
        {
            EnterAll(assembly, $"package {assembly.GetName().Name}");
        }

        foreach (var plugin in PluginFolder.Find(pluginFolders, logger))
        {
            if (plugin.TryLoad(logger) is { } assembly)
            {
                EnterAll(assembly, $"plug-in {plugin.Path}");
            }
        }
    }

    private void EnterAll(Assembly assembly, string origin)
    {
        try
        {
            foreach (var attribute in assembly.GetCustomAttributes<CovalentExecutorAttribute>())
            {
                EnterType(attribute.Type, origin);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException) // The border to somebody else's assembly: whatever is wrong with it must not stop the others.
        {
            RegistryLog.PluginSkipped(logger, origin, e.Message, e);
        }
    }

    private void EnterType(Type type, string origin)
    {
        if (!typeof(Executor).IsAssignableFrom(type) || type.IsAbstract || type.GetConstructor([]) is null)
        {
            RegistryLog.PluginSkipped(logger, origin, $"'{type}' is not a public class derived from Executor with a constructor without parameters", null);
            return;
        }

        Executor Make() => (Executor)Activator.CreateInstance(type)!;
        Enter(new ExecutorEntry(Make().ShortName, type, origin, Make));
    }

    private void Enter(ExecutorEntry entry)
    {
        if (!_entries.TryAdd(entry.ShortName, entry) && _entries[entry.ShortName] is var first && first.Type != entry.Type)
        {
            RegistryLog.NameTaken(logger, entry.ShortName, entry.Origin, first.Origin);
        }
    }
}

/// <summary>One known executor.</summary>
/// <param name="ShortName">Its name.</param>
/// <param name="Type">Its class.</param>
/// <param name="Origin">Where it comes from, for people.</param>
/// <param name="Create">Makes one with the class's own defaults.</param>
internal sealed record ExecutorEntry(string ShortName, Type Type, string Origin, Func<Executor> Create);
