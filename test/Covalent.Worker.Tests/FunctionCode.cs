using Covalent.Core.Execution;
using Covalent.Worker.Running;

namespace Covalent.Worker.Tests;

/// <summary>In place of what a package names: a function of the test's, which gives the bytes of the result.</summary>
internal sealed class FunctionCode(Func<CancellationToken, byte[]> function) : ITaskCode
{
    public ValueTask<TaskReturn> CallAsync(PackedTask task, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new TaskReturn(new EncodedValue("test", function(cancellationToken)), default, null));
}
