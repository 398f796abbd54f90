using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;

namespace Covalent.Executors.Tests.Remote;

/// <summary>Jobs that live on without a link, on every kind of machine.</summary>
public abstract class DetachedJobsConformance : RemoteMachineConformance
{
    [Fact]
    public async Task Job_ThatWritesAnOutcome_EndsWithItsExitCodeInItsWorkFolder()
    {
        await Jobs.StartAsync([Job("j1", "pwd >\"$job\"/where; cat \"$job\"/package >\"$job\"/outcome; exit 3")], Stop);
        JobReport report = await WaitAsync("j1", stage => stage == JobStage.Ended);
        Assert.Equal(new JobReport("j1", JobStage.Ended, null), report with { ExitCode = null });
        Assert.Equal("the package", await Text($"cat {Folder("j1")}/outcome"));
        Assert.EndsWith("work folder's\n", await Text($"cat {Folder("j1")}/where"));
    }

    [Fact]
    public async Task Job_ThatEndsWithoutAnOutcome_ReportsItsExitCode()
    {
        await Jobs.StartAsync([Job("j1", "(exit 41)")], Stop);
        Assert.Equal(new JobReport("j1", JobStage.Died, 41), await WaitAsync("j1", stage => stage == JobStage.Died));
    }

    [Fact]
    public async Task Job_WhoseProgramDoesNotExist_SaysSoInItsLog()
    {
        await Jobs.StartAsync([Job("j1", "/no/such/program")], Stop);
        Assert.Equal(127, (await WaitAsync("j1", stage => stage == JobStage.Died)).ExitCode);
        Assert.Contains("/no/such/program", await Text($"cat {Folder("j1")}/log"));
    }

    [Fact]
    public async Task Job_StartedTwice_RunsOnce()
    {
        (DetachedJob, JobProgram) job = Job("j1", "echo ran >>\"$job\"/runs; touch \"$job\"/outcome");
        // As after an answer that was lost: what is repeated was begun before.
        await Jobs.StartAsync([job], Stop);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Jobs.StartAsync([job], Stop)));
        await WaitAsync("j1", stage => stage == JobStage.Ended);
        Assert.Equal("ran\n", await Text($"cat {Folder("j1")}/runs"));
    }

    [Fact]
    public async Task Jobs_ManyAtOnce_AreStartedAndPolledInOneCallEach()
    {
        (DetachedJob Job, JobProgram)[] jobs = [.. Enumerable.Range(0, 100).Select(i => Job($"covalent-0199-{i}-1", "touch \"$job\"/outcome"))];
        await Jobs.StartAsync(jobs, Stop);
        string[] names = [.. jobs.Select(job => job.Job.Name)];
        foreach (string name in names)
        {
            await WaitAsync(name, stage => stage == JobStage.Ended);
        }

        IReadOnlyDictionary<string, JobReport> reports = await PollAsync(names);
        Assert.All(names, name => Assert.Equal(JobStage.Ended, reports[name].Stage));
    }

    /// <summary>An earlier form, <c>rm -rf</c> alone, left folders behind into which something was put while they were being emptied.</summary>
    [Fact]
    public async Task Removal_OfAFolderThatIsStillWrittenTo_LeavesNothing()
    {
        ShellText turns = ShellText.Of($$"""
            mkdir -p -- {{Layout.Jobs}} && cd -- {{Layout.Jobs}} || exit
            for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
              mkdir j1 && (cd j1 && : >package && : >stdout && : >stderr && : >claim)
              (while [ -d j1 ]; do echo 0 >j1/exit.part && mv -f j1/exit.part j1/exit; done) 2>/dev/null &
              ({{JobScripts.Remove(Layout, [new JobName("j1")])}}) || echo "turn $turn failed"
              wait
            done
            ls . .. | grep -e j1 -e removed || :
            """);
        Assert.Equal("", await Text(turns.ToString()));
    }

    [Fact]
    public async Task Job_NobodyKnows_IsUnknown()
    {
        Assert.Equal(JobStage.Unknown, (await PollAsync("no-such-job"))["no-such-job"].Stage);
        await Jobs.StartAsync([Job("j1", ":")], Stop);
        Assert.Equal(JobStage.Unknown, (await PollAsync("no-such-job"))["no-such-job"].Stage);
    }

    [Fact]
    public async Task Job_Killed_TakesItsChildrenWithIt()
    {
        await Jobs.StartAsync([Job("j1", "sleep 601 & sleep 602 & echo $! >\"$job\"/child; wait")], Stop);
        await WaitAsync("j1", stage => stage == JobStage.Running);
        string child = await WaitForTextAsync($"{Folder("j1")}/child");
        IReadOnlyDictionary<string, bool> stopped = await KillAsync(TimeSpan.FromSeconds(2), "j1");
        Assert.True(stopped["j1"]);
        Assert.Equal("gone\n", await Text(GoneScript(child)));
    }

    [Fact]
    public async Task Job_ThatIgnoresTerm_IsKilledAfterTheGrace()
    {
        await Jobs.StartAsync([Job("j1", "trap '' TERM; sleep 603 & echo $! >\"$job\"/child; while :; do wait; done")], Stop);
        string child = await WaitForTextAsync($"{Folder("j1")}/child");
        Assert.True((await KillAsync(TimeSpan.FromSeconds(1), "j1"))["j1"]);
        Assert.Equal("gone\n", await Text(GoneScript(child)));
        Assert.Equal(JobStage.Vanished, (await WaitAsync("j1", stage => stage == JobStage.Vanished)).Stage);
    }

    [Fact]
    public async Task Job_AskedToStop_MayWriteItsOutcomeWithinTheGrace()
    {
        await Jobs.StartAsync([Job("j1", "cd \"$job\"; sh -c 'trap \"echo cancelled >outcome; exit 0\" TERM; echo ready >ready; while :; do sleep 0.1; done'")], Stop);
        await WaitForTextAsync($"{Folder("j1")}/ready");
        Assert.True((await KillAsync(TimeSpan.FromSeconds(60), "j1"))["j1"]);
        Assert.Equal("cancelled\n", await Text($"cat {Folder("j1")}/outcome"));
        Assert.Equal(JobStage.Ended, (await WaitAsync("j1", stage => stage == JobStage.Ended)).Stage);
    }

    [Fact]
    public async Task Job_WhoseWholeGroupIsKilledByForce_HasVanished()
    {
        await Jobs.StartAsync([Job("j1", "sleep 604")], Stop);
        await WaitAsync("j1", stage => stage == JobStage.Running);
        await Text($"read -r p s <{Folder("j1")}/pid; kill -KILL -$p");
        Assert.Equal(JobStage.Vanished, (await WaitAsync("j1", stage => stage == JobStage.Vanished)).Stage);
    }

    [Fact]
    public async Task Kill_OfAJobWhosePidBelongsToAnotherProcessNow_LeavesThatAlone()
    {
        await Jobs.StartAsync([Job("victim", "sleep 605"), Job("j1", "sleep 606")], Stop);
        await WaitAsync("victim", stage => stage == JobStage.Running);
        await WaitAsync("j1", stage => stage == JobStage.Running);
        await KillAsync(TimeSpan.Zero, "j1");
        // As if the system had given j1's number to the other process since.
        await Text($"read -r p s <{Folder("victim")}/pid; echo \"$p 12345\" >{Folder("j1")}/pid; rm -f {Folder("j1")}/exit");
        Assert.Equal(JobStage.Vanished, (await PollAsync("j1"))["j1"].Stage);
        Assert.True((await KillAsync(TimeSpan.Zero, "j1"))["j1"]);
        Assert.Equal(JobStage.Running, (await PollAsync("victim"))["victim"].Stage);
        await KillAsync(TimeSpan.Zero, "victim");
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("-1 5")]
    [InlineData("1")]
    [InlineData("99999999999999999999 1")]
    public async Task Kill_WithABrokenPidFile_SignalsNobody(string content)
    {
        await Jobs.StartAsync([Job("j1", "touch \"$job\"/outcome")], Stop);
        await WaitAsync("j1", stage => stage == JobStage.Ended);
        await Text($"rm -f {Folder("j1")}/exit; echo {ShellQuote.Quote(content)} >{Folder("j1")}/pid");
        Assert.True((await KillAsync(TimeSpan.Zero, "j1"))["j1"]);
        Assert.Equal("alive\n", await Text("echo alive"));
    }

    [Fact]
    public async Task Kill_BeforeTheStart_PreventsIt()
    {
        (DetachedJob, JobProgram) job = Job("j1", "touch \"$job\"/outcome");
        await Text($"mkdir -p {Folder("j1")}");
        await KillAsync(TimeSpan.Zero, "j1");
        await Jobs.StartAsync([job], Stop);
        Assert.Equal(new JobReport("j1", JobStage.Died, 143), (await PollAsync("j1"))["j1"]);
    }

    [Fact]
    public async Task Kill_OfManyJobs_TakesOneGraceForAll()
    {
        (DetachedJob Job, JobProgram)[] jobs = [.. Enumerable.Range(0, 10).Select(i => Job($"j{i}", "sleep 607"))];
        await Jobs.StartAsync(jobs, Stop);
        foreach ((DetachedJob job, _) in jobs)
        {
            await WaitAsync(job.Name, stage => stage == JobStage.Running);
        }

        IReadOnlyDictionary<string, bool> stopped = await KillAsync(TimeSpan.FromSeconds(5), [.. jobs.Select(job => job.Job.Name), "never-was"]);
        Assert.Equal(11, stopped.Count);
        Assert.All(stopped.Values, Assert.True);
    }

    [Fact]
    public async Task Files_SmallLargeAndMissing_ComeBackAsTheyAre()
    {
        const int Large = (9 << 20) + 12_345;
        await Text($"mkdir -p {Folder("j1")} {Folder("j2")}; printf small >{Folder("j1")}/outcome; : >{Folder("j2")}/empty; dd if=/dev/urandom of={Folder("j2")}/outcome bs={Large} count=1 iflag=fullblock 2>/dev/null");
        var fetch = new JobFetch(Channel, Layout, Path.Combine(Path.GetTempPath(), "spool"));
        ReadOnlyMemory<byte>?[] files = await Task.WhenAll(new[] { "j1/outcome", "j2/outcome", "j2/empty", "j3/outcome" }.Select(path => fetch.FetchAsync(path, Stop)));
        Assert.Equal("small"u8, files[0]!.Value.Span);
        Assert.Equal(Large, files[1]!.Value.Length);
        Assert.True(SpooledBytes.IsSpooled(files[1]!.Value));
        Assert.StartsWith(SpooledBytes.HashOf(files[1]!.Value), await Text($"sha256sum <{Folder("j2")}/outcome"));
        Assert.True(files[2] is { IsEmpty: true });
        Assert.Null(files[3]);
    }

    [Fact]
    public async Task Remove_OfJobs_LeavesTheOthers()
    {
        await Jobs.StartAsync([Job("j1", ":"), Job("j2", ":")], Stop);
        await WaitAsync("j1", stage => stage == JobStage.Died);
        await WaitAsync("j2", stage => stage == JobStage.Died);
        await Jobs.RemoveAsync([new("j1"), new("never-was")], Stop);
        Assert.Equal("j2\n", await Text($"ls {ShellQuote.Quote(Layout.Jobs)}"));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("../a")]
    [InlineData("$(x)")]
    [InlineData("")]
    public void Job_WithANameThatIsNoPlainWord_IsRefused(string name) => Assert.Throws<ArgumentException>(() => Job(name, ":"));

    [Fact]
    public async Task Injection_ByFolderNames_NeverHappened() =>
        Assert.Equal("none\n", await Text("if [ -e /tmp/covalent-injected ]; then echo injected; else echo none; fi"));

    private string Folder(string job) => ShellQuote.Quote(Layout.Job(job));

    private static string GoneScript(string pid) => $"i=0; while [ $i -lt 400 ]; do i=$((i+1)); case $(cut -d' ' -f3 /proc/{pid.Trim()}/stat 2>/dev/null) in Z|'') echo gone; exit;; esac; sleep 0.2; done; echo alive";

    private async Task<string> WaitForTextAsync(string file) =>
        await Text($"i=0; while [ ! -s {file} ] && [ $i -lt 1800 ]; do sleep 0.05; i=$((i+1)); done; cat {file}");
}
