using Covalent.Executors.Remote;
using Covalent.Executors.Ssh;

namespace Covalent.Executors.Tests.Ssh;

public sealed class SshJobStagesTests
{
    [Theory]
    [InlineData(97)]
    [InlineData(98)]
    [InlineData(99)]
    public void Script_ThatDidNotReachItsProgram_IsNoDeath(int exitCode)
    {
        JobStatus status = SshJobStages.StatusOf(new JobReport("job", JobStage.Died, exitCode), "far");
        Assert.Equal((JobState.Ended, false, true, exitCode), (status.State, status.Died, status.IsMisconfigured, status.ExitCode));
    }

    [Theory]
    [InlineData(137)]
    [InlineData(1)]
    [InlineData(null)]
    public void Worker_ThatEndedWithoutAnOutcome_IsADeath(int? exitCode)
    {
        JobStatus status = SshJobStages.StatusOf(new JobReport("job", JobStage.Died, exitCode), "far");
        Assert.Equal((JobState.Ended, true, false), (status.State, status.Died, status.IsMisconfigured));
    }
}
