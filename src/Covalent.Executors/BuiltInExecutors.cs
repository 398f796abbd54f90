using Covalent.Core.Execution;

namespace Covalent.Executors;

/// <summary>The executors of this package.</summary>
internal static class BuiltInExecutors
{
    public static ExecutorRegistry AddBuiltIn(this ExecutorRegistry registry) => registry
        .Add(static () => new LocalExecutor())
        .Add(static () => new SshExecutor())
        .Add(static () => new SlurmExecutor())
        .Add(static () => new DaskExecutor());
}
