using Covalent.Executors.Slurm;

namespace Covalent.Executors.Tests.Slurm;

public sealed class SlurmOutputTests
{
    [Theory]
    [InlineData("123\n", "123")]
    [InlineData("123;cluster\n", "123")]
    [InlineData("Welcome to 2 clusters!\n\n4567\n", "4567")]
    [InlineData("sbatch: warning: something\n89;c", "89")]
    [InlineData("", null)]
    [InlineData("Submitted batch job\n", null)]
    [InlineData("999999999999999999\n", null)]
    public void JobId_FromParsableOutput_IsTheLastNumberOnALineOfItsOwn(string output, string? expected) => Assert.Equal(expected, SlurmOutput.JobId(output));

    [Fact]
    public void Queue_WithArraysAndLongReasons_IsReadLineByLine()
    {
        SlurmJobReport[] jobs = [.. SlurmOutput.Queue("12|RUNNING|covalent-a-1|n1|None\n13_4|PENDING|x||Nodes required | for job are DOWN\nnonsense\n|RUNNING|x||\n")];
        Assert.Equal(2, jobs.Length);
        Assert.Equal(new SlurmJobReport("12", "RUNNING") { Name = "covalent-a-1", Nodes = "n1", Reason = "None" }, jobs[0]);
        Assert.Equal(new SlurmJobReport("13_4", "PENDING") { Name = "x", Reason = "Nodes required | for job are DOWN" }, jobs[1]);
    }

    [Fact]
    public void Details_OfScontrol_AreReadByWholeKeys()
    {
        const string Line = "JobId=123 JobName=RUNNING UserId=a(1) JobState=FAILED Reason=NonZeroExitCode Dependency=(null) ExitCode=3:0 NodeList=n1 BatchHost=n1 ReqNodeList=(null) Command=/x/JobState=COMPLETED";
        SlurmJobReport job = Assert.Single(SlurmOutput.Details(Line));
        Assert.Equal(new SlurmJobReport("123", "FAILED") { Name = "RUNNING", Reason = "NonZeroExitCode", ExitCode = 3, Nodes = "n1" }, job);
    }

    [Fact]
    public void Details_OfTheCompletionLog_NameArrayElements()
    {
        const string Line = "JobId=4 UserId=root(0) GroupId=root(0) Name=arr JobState=FAILED Partition=debug NodeList=vm ArrayJobId=2 ArrayTaskId=1 DerivedExitCode=0:0 ExitCode=1:0 ";
        Assert.Equal(new SlurmJobReport("2_1", "FAILED") { Name = "arr", ExitCode = 1, Nodes = "vm" }, Assert.Single(SlurmOutput.Details(Line)));
    }

    [Fact]
    public void Accounts_OfSacct_GiveStateExitCodeAndSignal()
    {
        SlurmJobReport[] jobs = [.. SlurmOutput.Accounts("7|CANCELLED by 1000|0:15|j|n2|None\n8|OUT_OF_MEMORY|0:125|k|n3|\n")];
        Assert.Equal(("7", "CANCELLED by 1000", 0, 15), (jobs[0].Id, jobs[0].State, jobs[0].ExitCode, jobs[0].Signal));
        Assert.Equal(("8", 125), (jobs[1].Id, jobs[1].Signal));
    }

    [Fact]
    public void Parsers_OnRandomText_NeverThrowAndNeverInventIds()
    {
        string[] pieces = ["|", "=", " ", "\n", "\r", "JobId", "JobState", "ArrayJobId", "ArrayTaskId", "ExitCode", "RUNNING", "12", "_", ":", ";", "(null)", "é", "\0", "-1", "99999999999999999999"];
        var random = new Random(17);
        for (int round = 0; round < 20_000; round++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(25)).Select(_ => pieces[random.Next(pieces.Length)]));
            Assert.All([.. SlurmOutput.Queue(text), .. SlurmOutput.Accounts(text), .. SlurmOutput.Details(text)], job =>
            {
                Assert.True(char.IsAsciiDigit(job.Id[0]));
                SlurmJobStates.StatusOf(job);
            });
            Assert.True(SlurmOutput.JobId(text) is not { } id || id.All(char.IsAsciiDigit));
        }
    }
}
