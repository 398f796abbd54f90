using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests;

public sealed class VersionHandshakeTests : IDisposable
{
    private readonly WorkerRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Package_OfAnotherProtocol_LeavesAnOutcomeThatSaysBothVersions(bool isSupervised)
    {
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1))).WriteToFileAsync(_run.Command.Package);
        var bytes = await File.ReadAllBytesAsync(_run.Command.Package);
        bytes[PackageImage.PrefixLength] = 99;
        await File.WriteAllBytesAsync(_run.Command.Package, bytes);
        using var process = WorkerRun.Start(_run.Command with { Supervise = isSupervised });
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var failure = (await _run.OutcomeAsync()).Failure!;
        Assert.Contains("(worker protocol 99, package format 1)", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"is Covalent {CovalentVersion.Text} (worker protocol {CovalentVersion.Protocol}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("dispatch again", failure.Message, StringComparison.Ordinal);
    }
}
