using Covalent.Executors.Slurm;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmVerdictTests
{
    private static readonly SlurmJobHandle Handle = new("12_3", "covalent-d-4-1", "covalent-d-0-1-x9", 3, IsPacked: false);

    private static SlurmJobReport Job(string state, string? name = null) => new("12_3", state) { Name = name ?? Handle.Submission, Nodes = "n2" };

    private static JobStatus Of(SlurmTaskStage stage, SlurmJobReport? job, int? code = null, SlurmJobHandle? handle = null, bool namesAreOurs = true) =>
        SlurmVerdict.Of(handle ?? Handle, new SlurmTaskReport(stage, code), job, namesAreOurs);

    [Fact]
    public void Outcome_InTheFolder_CountsWhateverSlurmSays()
    {
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Ended, null).State);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Ended, Job("COMPLETING")).State);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Ended, Job("RUNNING", "another")).State);
    }

    [Fact]
    public void Outcome_OfAJobThatStillRuns_CountsWhenTheJobIsOver()
    {
        Assert.Equal(JobState.Running, Of(SlurmTaskStage.Written, Job("RUNNING")).State);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Written, Job("TIMEOUT")).State);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Written, null).State);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Written, Job("RUNNING", "another")).State);
    }

    /// <summary>What was seen is waited for, even where the file server shows it late; so is what Slurm says was written.</summary>
    [Fact]
    public void Outcome_SeenOrToldOfByASuccess_IsDue()
    {
        Assert.True(Of(SlurmTaskStage.Ended, null).IsOutcomeDue);
        Assert.True(Of(SlurmTaskStage.Ended, Job("RUNNING")).IsOutcomeDue);
        Assert.True(Of(SlurmTaskStage.Written, null).IsOutcomeDue);
        Assert.True(Of(SlurmTaskStage.Written, Job("TIMEOUT")).IsOutcomeDue);
        Assert.True(Of(SlurmTaskStage.Stopped, Job("CANCELLED")).IsOutcomeDue);
        Assert.True(Of(SlurmTaskStage.Taken, Job("COMPLETED")).IsOutcomeDue);
        Assert.False(Of(SlurmTaskStage.Taken, Job("FAILED")).IsOutcomeDue);
        Assert.False(Of(SlurmTaskStage.Over, Job("COMPLETING"), 3).IsOutcomeDue);
        Assert.False(Of(SlurmTaskStage.Died, Job("COMPLETED"), 137).IsOutcomeDue);
        Assert.False(Of(SlurmTaskStage.Cancelled, null).IsOutcomeDue);
        Assert.False(Of(SlurmTaskStage.Waiting, null).IsOutcomeDue);
    }

    [Theory]
    [InlineData("PENDING", JobState.Queued)]
    [InlineData("COMPLETING", JobState.Running)]
    [InlineData("CANCELLED", JobState.Ended)]
    [InlineData("NODE_FAIL", JobState.Ended)]
    public void Outcome_OfAStoppedTask_CountsWhenTheJobIsOver(string state, JobState expected) => Assert.Equal(expected, Of(SlurmTaskStage.Stopped, Job(state)).State);

    [Fact]
    public void Job_NotListed_IsUnknown() => Assert.Equal(JobState.Unknown, Of(SlurmTaskStage.Waiting, null).State);

    [Fact]
    public void Job_UnderAnotherName_IsAnotherJob()
    {
        JobStatus status = Of(SlurmTaskStage.Taken, Job("COMPLETED", "somebody-elses"));
        Assert.Equal(JobState.Unknown, status.State);
        Assert.Contains("somebody-elses", status.Reason);
        Assert.Equal(JobState.Ended, Of(SlurmTaskStage.Taken, Job("COMPLETED", "named-by-the-user"), namesAreOurs: false).State);
    }

    [Fact]
    public void Task_ThatWaitsInARunningPack_IsQueued()
    {
        SlurmJobHandle packed = Handle with { IsPacked = true };
        Assert.Equal(JobState.Queued, Of(SlurmTaskStage.Waiting, Job("RUNNING"), handle: packed).State);
        Assert.Equal(JobState.Running, Of(SlurmTaskStage.Taken, Job("RUNNING"), handle: packed).State);
        Assert.Equal(JobState.Running, Of(SlurmTaskStage.Waiting, Job("RUNNING")).State);
    }

    [Theory]
    [InlineData(137, true)]
    [InlineData(134, true)]
    [InlineData(SlurmTaskScripts.NotVisible, false)]
    public void Program_OverWithoutAnOutcome_DiedWhenASignalEndedIt(int code, bool died)
    {
        JobStatus status = Of(SlurmTaskStage.Over, Job("FAILED"), code);
        Assert.Equal((JobState.Ended, died, code), (status.State, status.Died, status.ExitCode));
        Assert.Equal("n2", status.Host);
    }

    [Fact]
    public void Worker_ThatDiedUnderATaskOfAPack_EndsThatTaskAlone()
    {
        JobStatus status = Of(SlurmTaskStage.Died, Job("RUNNING"), 139, Handle with { IsPacked = true });
        Assert.Equal((JobState.Ended, true), (status.State, status.Died));
    }

    [Fact]
    public void Memory_UsedUp_IsSaidAndCountsAsDeath()
    {
        JobStatus status = Of(SlurmTaskStage.Taken, Job("OUT_OF_MEMORY"));
        Assert.True(status.Died);
        Assert.Contains("OUT_OF_MEMORY", status.Reason);
    }

    [Fact]
    public void Handle_ThereAndBack_IsTheSame()
    {
        Assert.Equal(Handle, SlurmJobHandle.Parse(Handle.ToJson()));
        Assert.Throws<ExecutorException>(() => SlurmJobHandle.Parse(System.Text.Json.Nodes.JsonNode.Parse("""{"id":"1; rm -rf /","task":"t","submission":"s","element":0,"packed":false}""")!));
        Assert.Throws<ExecutorException>(() => SlurmJobHandle.Parse(System.Text.Json.Nodes.JsonNode.Parse("""{"id":"1","task":"../x","submission":"s","element":0,"packed":false}""")!));
    }

    [Fact]
    public void Poll_Output_IsTakenApartAtItsBorder()
    {
        (IReadOnlyDictionary<string, SlurmTaskReport> tasks, string queue) = SlurmTaskReport.Parse("a ended\nb died 3\nc over 0\nd nonsense\nqueue\n1|RUNNING|x|n|r\n");
        Assert.Equal(new SlurmTaskReport(SlurmTaskStage.Died, 3), tasks["b"]);
        Assert.Equal(["a", "b", "c"], tasks.Keys.Order());
        Assert.Equal("1|RUNNING|x|n|r\n", queue);
        Assert.Empty(SlurmTaskReport.Parse("queue\n").Tasks);
        Assert.Equal("", SlurmTaskReport.Parse("a ended\n").Queue);
    }
}
