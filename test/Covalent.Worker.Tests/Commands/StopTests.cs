using Covalent.Core.Execution;
using Covalent.Worker.Commands;
using Covalent.Worker.Running;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Commands;

/// <summary>How a task of <c>run</c> and <c>drain</c> is told to stop.</summary>
public sealed class StopTests : IDisposable
{
    private readonly WorkerRun _run = new();
    private readonly HeldClock _clock = new();

    public void Dispose() => _run.Dispose();

    [Fact(DisplayName = "The grace begins once, and before call-backs of user code, which may never return")]
    public async Task Cancel_AskedAgainAndAgain_BeginsOneGrace()
    {
        RunCommand command = null!;
        var before = -1;
        var code = new FunctionCode(token =>
        {
            token.Register(() => before = _clock.Timers);
            for (var i = 0; i < 50; i++)
            {
                command.Cancel();
            }

            return [];
        });
        command = await CommandAsync(code);
        using (command)
        {
            Assert.Equal(0, command.RunPackage());
        }

        Assert.Equal((1, 1, Status.Completed), (before, _clock.Timers, (await _run.OutcomeAsync()).Status));
    }

    private async Task<RunCommand> CommandAsync(FunctionCode code)
    {
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1))).WriteToFileAsync(_run.Command.Package);
        var options = RunOptions.Parse(["--package", _run.Command.Package, "--outcome", _run.Outcome]);
        var reserve = new DiskReserve(options.ReservePath);
        return new RunCommand(options, code, _clock, reserve, new OutcomeFiles(options, reserve, news: null));
    }
}
