using Covalent.Executors.Slurm;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmJobStatesTests
{
    [Theory]
    [InlineData("PENDING", JobState.Queued)]
    [InlineData("CONFIGURING", JobState.Queued)]
    [InlineData("REQUEUED", JobState.Queued)]
    [InlineData("REQUEUE_HOLD", JobState.Queued)]
    [InlineData("RUNNING", JobState.Running)]
    [InlineData("COMPLETING", JobState.Running)]
    [InlineData("SUSPENDED", JobState.Running)]
    [InlineData("STAGE_OUT", JobState.Running)]
    [InlineData("COMPLETED", JobState.Ended)]
    [InlineData("CANCELLED by 1000", JobState.Ended)]
    [InlineData("TIMEOUT", JobState.Ended)]
    [InlineData("PREEMPTED", JobState.Ended)]
    [InlineData("completed", JobState.Ended)]
    [InlineData("SOMETHING_NEW", JobState.Unknown)]
    [InlineData("NOT_RUNNING", JobState.Unknown)]
    public void State_InSlurmsWords_HasOneMeaning(string slurm, JobState expected) =>
        Assert.Equal(expected, SlurmJobStates.StatusOf(new SlurmJobReport("1", slurm)).State);

    [Fact]
    public void State_NotInTheTable_IsNamed() => Assert.Contains("SOMETHING_NEW", SlurmJobStates.StatusOf(new SlurmJobReport("1", "SOMETHING_NEW")).Reason);

    [Fact]
    public void Name_OfAJobThatReadsLikeAState_DoesNotMatter() =>
        Assert.Equal(JobState.Ended, SlurmJobStates.StatusOf(new SlurmJobReport("1", "FAILED") { Name = "RUNNING", Reason = "RUNNING" }).State);

    [Theory]
    [InlineData("OUT_OF_MEMORY", 0, true)]
    [InlineData("NODE_FAIL", 0, true)]
    [InlineData("FAILED", 9, true)]
    [InlineData("FAILED", 0, false)]
    [InlineData("CANCELLED", 15, false)]
    [InlineData("TIMEOUT", 15, false)]
    public void Death_OfProcessOrMachine_IsToldApartFromFailure(string state, int signal, bool died) =>
        Assert.Equal(died, SlurmJobStates.StatusOf(new SlurmJobReport("1", state) { Signal = signal }).Died);

    [Fact]
    public void Reason_AndSignal_AreInTheWords() =>
        Assert.Equal("Slurm says: FAILED (JobLaunchFailure), signal 53.", SlurmJobStates.StatusOf(new SlurmJobReport("1", "FAILED") { Reason = "JobLaunchFailure", Signal = 53 }).Reason);
}
