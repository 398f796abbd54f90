using Covalent.Executors.Slurm;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmCommandsTests
{
    private static readonly SlurmSubmission Job = new("covalent-d-1-1", "/jobs/a b/job.sh", "/jobs/a b/out", "/jobs/a b/err", "/work");

    [Fact]
    public void Submission_OfAPlainJob_CarriesNameFilesAndFolderOnTheCommandLine() => Assert.Equal(
        "sbatch --parsable '--comment=covalent-d-1-1' '--job-name=covalent-d-1-1' '--output=/jobs/a b/out' '--error=/jobs/a b/err' '--chdir=/work' '/jobs/a b/job.sh'",
        SlurmCommands.Submit(new SlurmExecutor(), Job).ToString());

    [Fact]
    public void Submission_WhoseUserSaysSomethingHimself_LeavesThatToHim()
    {
        var settings = new SlurmExecutor { Options = new() { ["job-name"] = "mine", ["o"] = "my.out", ["comment"] = "x" } };
        Assert.Equal("sbatch --parsable '--error=/jobs/a b/err' '--chdir=/work' '/jobs/a b/job.sh'", SlurmCommands.Submit(settings, Job).ToString());
    }

    [Fact]
    public void Submission_OfAnArray_NamesItsElements() =>
        Assert.Contains("'--array=0-99'", SlurmCommands.Submit(new SlurmExecutor(), Job with { Elements = 100 }).ToString());

    [Fact]
    public void Queue_OfOneJob_NamesItTwiceSoThatUnknownIsNoError() =>
        Assert.Equal("squeue -h -r -t all -o '%i|%T|%j|%N|%r' -j 7,7 || exit", SlurmCommands.Queue(["7"]).ToString());

    [Fact]
    public void Queue_OfArrayElements_AsksForTheWholeArrayOnce() => Assert.Contains("-j 7,8,7 ", SlurmCommands.Queue(["7_1", "7_2", "8"]).ToString());

    [Fact]
    public void Cancel_OfManyJobs_IsSplitIntoCallsOfBearableLength() =>
        Assert.Equal(3, SlurmCommands.Cancel(Enumerable.Range(1, 1000).Select(i => $"{i}")).ToString().Split('\n').Length);

    [Theory]
    [InlineData("slurm_load_jobs error: Unable to contact slurm controller (connect failure)", true)]
    [InlineData("squeue: error: slurm_msg_sendto: address:port=127.0.0.1:28897 msg_type=2003: Unexpected missing socket error", true)]
    [InlineData("something that nobody has seen yet", true)]
    [InlineData("slurm_load_jobs error: Access/permission denied", false)]
    [InlineData("sh: 1: squeue: not found", false)]
    public void Question_ThatFailed_GivesNoRunningJobUpUnlessAskingAgainIsPointless(string said, bool passes) =>
        Assert.Equal(passes, SlurmErrors.FromResult("login", "looking", new Covalent.Executors.Channels.CommandResult(1, null, default, System.Text.Encoding.UTF8.GetBytes(said), false)).IsTransient);
}
