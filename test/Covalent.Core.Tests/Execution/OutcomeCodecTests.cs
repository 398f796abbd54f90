using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Execution;

public sealed class OutcomeCodecTests
{
    private static readonly TaskOutcome Full = new()
    {
        Status = Status.Failed,
        Result = new EncodedValue(PayloadCodecs.Binary, new byte[] { 1, 2, 3 }),
        ResultHead = new byte[] { 9 },
        Failure = new FailureInfo(FailureKind.UserCode, "System.FormatException", "grüße \"quoted\" \n", "at A.B()\nat C.D()")
        {
            Inner = new FailureInfo(FailureKind.ProcessDied, "inner", "cause"),
        },
        StartedAt = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc).Ticks + 1234567,
        EndedAt = new DateTime(2026, 1, 2, 3, 4, 6, DateTimeKind.Utc).Ticks,
        PeakMemory = 1L << 33,
        Host = "node-7",
        Stdout = "out\n"u8.ToArray(),
        Stderr = "err\n"u8.ToArray(),
        Attachments = new Dictionary<string, string> { ["circuit"] = "{\"a\":1}" },
        StopConfirmed = false,
        ProcessDied = true,
    };

    private static readonly OutcomeOrigin Origin = new(SampleAttempts.DispatchId, 4, 2);

    [Fact]
    public void Outcome_WrittenAndRead_IsTheSame()
    {
        var (read, origin) = OutcomeCodec.Read(Bytes(Full, Origin));
        Assert.Equal(Origin, origin);
        Assert.Equal((Full.Status, Full.Failure, Full.StartedAt, Full.EndedAt), (read.Status, read.Failure, read.StartedAt, read.EndedAt));
        Assert.Equal((Full.PeakMemory, Full.Host, false, true), (read.PeakMemory, read.Host, read.StopConfirmed, read.ProcessDied));
        Assert.Equal("out\nerr\n", Encoding.UTF8.GetString(read.Stdout.Span) + Encoding.UTF8.GetString(read.Stderr.Span));
        Assert.Equal([1, 2, 3], read.Result.Bytes.ToArray());
        Assert.Equal([9], read.ResultHead.ToArray());
        Assert.Equal(PayloadCodecs.Binary, read.Result.Codec);
        Assert.Equal("{\"a\":1}", read.Attachments!["circuit"]);
    }

    [Fact]
    public void Outcome_FirstLine_IsJsonForPeopleAndOtherLanguages()
    {
        var text = Encoding.UTF8.GetString(Bytes(Full, Origin)).Split('\n')[0];
        var head = JsonNode.Parse(text)!;
        Assert.Equal("covalent/outcome", (string?)head["format"]);
        Assert.Equal("FAILED", (string?)head["status"]);
        Assert.Equal("2026-01-02T03:04:05.1234567Z", (string?)head["started_at"]);
        Assert.Equal("USER_CODE", (string?)head["failure"]!["kind"]);
        Assert.Equal(3, (int?)head["result"]!["length"]);
        Assert.Equal(4, (int?)head["node_id"]);
    }

    [Fact]
    public void Outcome_WithASublattice_KeepsTheGraph()
    {
        var child = SampleAttempts.Dispatch(() => Electron(() => SampleTasks.Add(1, 2))).Graph;
        var (read, _) = OutcomeCodec.Read(Bytes(new TaskOutcome { Status = Status.Completed, Child = child }, null));
        Assert.Equal(child.NodeCount, read.Child!.NodeCount);
    }

    [Fact]
    public void Outcome_WithAnEmptyResult_StillHasOne()
    {
        var (read, _) = OutcomeCodec.Read(Bytes(new TaskOutcome { Status = Status.Completed, Result = new EncodedValue(PayloadCodecs.Binary, default) }, null));
        Assert.Equal(PayloadCodecs.Binary, read.Result.Codec);
        Assert.True(read.Result.Bytes.IsEmpty);
    }

    [Fact]
    public void Outcome_WrittenByAShell_IsUnderstood()
    {
        const string Line = """{"format":"covalent/outcome","version":1,"status":"FAILED","failure":{"kind":"PROCESS_DIED","type":"process-died","message":"exit code 137"},"process_died":true}""";
        foreach (var ending in new[] { "", "\n" })
        {
            var (read, origin) = OutcomeCodec.Read(Encoding.UTF8.GetBytes(Line + ending));
            Assert.Null(origin);
            Assert.Equal((Status.Failed, FailureKind.ProcessDied, true), (read.Status, read.Failure!.Kind, read.ProcessDied));
        }
    }

    [Theory]
    [Trait("Checklist", "45")]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("not json")]
    [InlineData("""{"format":"covalent/outcome"}""")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"RUNNING"}""")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"DONE"}""")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"COMPLETED","stdout":{"length":5}}""" + "\nabc")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"COMPLETED","stdout":{"length":-5}}""" + "\nabc")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"COMPLETED","stdout":{"length":99999999999}}""" + "\nabc")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"COMPLETED"}""" + "\ntrailing")]
    [InlineData("""{"format":"covalent/outcome","version":1,"status":"FAILED","failure":{"kind":"NOBODY"}}""")]
    public void Reading_SomethingElse_FailsWithOneClearError(string text) =>
        Assert.Throws<CovalentException>(() => OutcomeCodec.Read(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Reading_AnotherFormat_NamesBothAndWhatToDo()
    {
        var e = Assert.Throws<VersionMismatchException>(() => OutcomeCodec.Read("""{"format":"covalent/outcome","version":2,"status":"COMPLETED"}"""u8.ToArray()));
        Assert.Contains("has format 2,", e.Message, StringComparison.Ordinal);
        Assert.Contains("which reads format 1;", e.Message, StringComparison.Ordinal);
        Assert.Contains("dispatch again", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Reading_MutatedOutcomes_NeverFailsOtherwise(int seed)
    {
        var bytes = Bytes(Full with { Child = SampleAttempts.Dispatch(() => Electron(() => SampleTasks.Add(1, 2))).Graph }, Origin);
        var random = new Random(seed);
        for (var round = 0; round < 5000; round++)
        {
            var mutated = (byte[])bytes.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            var cut = random.Next(4) == 0 ? random.Next(mutated.Length) : mutated.Length;
            try
            {
                OutcomeCodec.Read(mutated.AsMemory(0, cut));
            }
            catch (CovalentException)
            {
                // The one clear error.
            }
        }
    }

    [Fact]
    public void Reading_TheOutcomeOfAnotherAttempt_IsRefused()
    {
        var attempt = SampleAttempts.At(SampleAttempts.Sum().Dispatch, 0, number: 2);
        var outcome = new TaskOutcome { Status = Status.Completed };
        var stale = Bytes(outcome, new OutcomeOrigin(SampleAttempts.DispatchId, 0, 1));
        Assert.Contains("belongs to attempt 1", Assert.Throws<CovalentException>(() => OutcomeCodec.ReadFor(attempt, stale)).Message, StringComparison.Ordinal);
        Assert.Equal(Status.Completed, OutcomeCodec.ReadFor(attempt, Bytes(outcome, new OutcomeOrigin(SampleAttempts.DispatchId, 0, 2))).Status);
    }

    [Fact]
    public void Writing_AFile_LeavesTheOutcomeAndNothingElse()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-outcome-").FullName;
        try
        {
            var path = Path.Combine(folder, "outcome");
            OutcomeCodec.WriteFile(path, Full, Origin);
            OutcomeCodec.WriteFile(path, Full with { Status = Status.Cancelled }, Origin);
            Assert.Equal(["outcome"], Directory.GetFiles(folder).Select(Path.GetFileName));
            Assert.Equal(Status.Cancelled, OutcomeCodec.Read(File.ReadAllBytes(path)).Outcome.Status);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Failure_WithAnEndlessChainOfCauses_IsCut()
    {
        var failure = new FailureInfo(FailureKind.UserCode, "T", "deep");
        for (var i = 0; i < 500; i++)
        {
            failure = new FailureInfo(FailureKind.UserCode, "T", $"level {i}") { Inner = failure };
        }

        var (read, _) = OutcomeCodec.Read(Bytes(new TaskOutcome { Status = Status.Failed, Failure = failure }, null));
        var depth = 0;
        for (var inner = read.Failure; inner is not null; inner = inner.Inner)
        {
            depth++;
        }

        Assert.InRange(depth, 10, 40);
    }

    private static byte[] Bytes(TaskOutcome outcome, OutcomeOrigin? origin) => [.. OutcomeCodec.Write(outcome, origin).SelectMany(part => part.ToArray())];
}
