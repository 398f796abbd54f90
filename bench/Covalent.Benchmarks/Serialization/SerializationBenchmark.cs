using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Covalent.Benchmarks.Serialization;

/// <summary>The codec beside the libraries it was chosen over, on real shapes: <c>serialization [--json] [--shape NAME]</c>. About a minute.</summary>
internal static class SerializationBenchmark
{
    private static readonly Candidate[] Candidates =
        [new CovalentCandidate(), new CovalentBodyCandidate(), new MemoryPackCandidate(), new MessagePackCandidate(), new NerdbankCandidate(), new SystemTextJsonCandidate()];

    private static readonly ArrayBufferWriter<byte> Output = new(128 << 20);

    public static int Run(string[] arguments)
    {
        if (arguments is ["--cycle", var name])
        {
            return Cycle(name);
        }

        var json = arguments.Contains("--json");
        var only = Array.IndexOf(arguments, "--shape") is >= 0 and var at && at + 1 < arguments.Length ? arguments[at + 1] : "";
        var random = new Random(1);
        if (!json)
        {
            Console.WriteLine($"{"shape",-22}{"candidate",-18}{"encode",12}{"decode",12}{"bytes",14}{"alloc enc",12}{"alloc dec",14}{"first use",12}");
        }

        Measure("int", 42);
        Measure("string-20", "a text of 20 letters");
        Measure("record", Sample(random));
        Measure("tuple", (1, "two", 3.0));
        Measure("anonymous", new { Name = "a", Count = 1 });
        Measure("private record", new Hidden("a", 1));
        Measure("record[1000]", Enumerable.Range(0, 1000).Select(_ => Sample(random)).ToArray());
        Measure("List<List<int>>", Enumerable.Range(0, 100).Select(x => Enumerable.Range(x, 100).ToList()).ToList());
        Measure("Dictionary<str,dbl>", Enumerable.Range(0, 1000).ToDictionary(x => "key" + x, x => x * 0.5));
        Measure("string?[1000]", Enumerable.Range(0, 1000).Select(x => x % 7 == 0 ? null : "text number " + x).ToArray());
        Measure("Point[10000]", Enumerable.Range(0, 10_000).Select(x => new Point(x, -x)).ToArray());
        Measure("Tree(1111)", Branch(3));
        Measure("Complex[100000]", Enumerable.Range(0, 100_000).Select(x => new Complex(x, -x)).ToArray());
        Measure("double[1000,1000]", new double[1000, 1000]);
        Measure("double[10000000]", Enumerable.Range(0, 10_000_000).Select(_ => random.NextDouble()).ToArray());
        if (!json && only.Length == 0)
        {
            Cycles();
        }

        return 0;

        void Measure<T>(string shape, T value)
        {
            if (only.Length == 0 || only == shape)
            {
                foreach (var candidate in Candidates)
                {
                    Show(candidate, shape, value, json);
                }
            }
        }
    }

    private static void Show<T>(Candidate candidate, string shape, T value, bool json)
    {
        try
        {
            var row = Row(candidate, value);
            Console.WriteLine(json
                ? new JsonObject { ["shape"] = shape, ["candidate"] = candidate.Name, ["encodeNanos"] = row.Encode, ["decodeNanos"] = row.Decode, ["bytes"] = row.Bytes, ["firstUseMicros"] = row.FirstUse }.ToJsonString()
                : $"{shape,-22}{candidate.Name,-18}{Time(row.Encode),12}{Time(row.Decode),12}{row.Bytes,14:N0}{row.EncodeBytes,12:N0}{row.DecodeBytes,14:N0}{Time(row.FirstUse * 1000),12}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var reason = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
            Console.WriteLine(json
                ? new JsonObject { ["shape"] = shape, ["candidate"] = candidate.Name, ["fails"] = reason }.ToJsonString()
                : $"{shape,-22}{candidate.Name,-18}  fails: {reason[..Math.Min(110, reason.Length)]}");
        }
    }

    private static (double Encode, double Decode, int Bytes, long EncodeBytes, long DecodeBytes, double FirstUse) Row<T>(Candidate candidate, T value)
    {
        var start = Stopwatch.GetTimestamp();
        var bytes = Encoded(candidate, value);
        var back = candidate.Decode<T>(bytes);
        var firstUse = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        if (!Encoded(candidate, back).AsSpan().SequenceEqual(bytes))
        {
            throw new InvalidOperationException("the value did not come back the same");
        }

        var encode = Repeat(() =>
        {
            Output.ResetWrittenCount();
            candidate.Encode(value, Output);
        });
        var decode = Repeat(() => candidate.Decode<T>(bytes));
        return (encode.Nanos, decode.Nanos, bytes.Length, encode.Allocated, decode.Allocated, firstUse);
    }

    private static byte[] Encoded<T>(Candidate candidate, T value)
    {
        Output.ResetWrittenCount();
        candidate.Encode(value, Output);
        return Output.WrittenSpan.ToArray();
    }

    /// <summary>Best of samples of about 3 ms each (or one call, if that takes longer) within about 120 ms: the least disturbed one on a shared machine.</summary>
    private static (double Nanos, long Allocated) Repeat(Action action)
    {
        const double SampleMillis = 3;
        var count = 1;
        while (Sample(action, count) < SampleMillis * 1e6)
        {
            count *= 2;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        action();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        var best = double.MaxValue;
        var start = Stopwatch.GetTimestamp();
        for (var sample = 0; sample < 3 || (sample < 40 && Stopwatch.GetElapsedTime(start).TotalMilliseconds < 120); sample++)
        {
            best = Math.Min(best, Sample(action, count) / count);
        }

        return (best, allocated);
    }

    private static double Sample(Action action, int count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = 0; index < count; index++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }

    /// <summary>Each candidate meets a value that contains itself, in a process of its own, since some do not survive.</summary>
    private static void Cycles()
    {
        foreach (var candidate in Candidates)
        {
            using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [.. Program(), "serialization", "--cycle", candidate.Name]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            _ = child.StandardError.ReadToEndAsync();
            var output = child.StandardOutput.ReadToEndAsync();
            var ended = child.WaitForExit(20_000);
            if (!ended)
            {
                child.Kill();
                child.WaitForExit();
            }

            var text = ended ? child.ExitCode == 0 ? output.Result.Trim() : $"the process dies (exit code {child.ExitCode})" : "still running after 20 s";
            Console.WriteLine($"{"a tree in itself",-22}{candidate.Name,-18}  {text[..Math.Min(180, text.Length)]}");
        }
    }

    /// <summary>The program itself where <c>dotnet</c> runs it.</summary>
    private static string[] Program() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SerializationBenchmark).Assembly.Location] : [];

    private static int Cycle(string name)
    {
        var tree = new Tree { Name = "root" };
        tree.Children.Add(tree);
        try
        {
            Candidates.Single(candidate => candidate.Name == name).Encode(tree, new ArrayBufferWriter<byte>());
            Console.WriteLine("encoded without complaint");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }

        return 0;
    }

    private sealed record Hidden(string Name, int Count);

    private static Sample Sample(Random random) =>
        new(new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "sample " + random.Next(1000), random.Next(), random.NextDouble(), new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next(1000)));

    private static Tree Branch(int depth) => new() { Name = "level " + depth, Children = depth == 0 ? [] : [.. Enumerable.Range(0, 10).Select(_ => Branch(depth - 1))] };

    private static string Time(double nanos) => nanos switch
    {
        < 1e3 => nanos.ToString("F1", CultureInfo.InvariantCulture) + " ns",
        < 1e6 => (nanos / 1e3).ToString("F1", CultureInfo.InvariantCulture) + " us",
        _ => (nanos / 1e6).ToString("F1", CultureInfo.InvariantCulture) + " ms",
    };
}
