using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Core.Tests.Execution;

public sealed class TaskPackageTests
{
    [Fact]
    public async Task Package_WrittenAndRead_HoldsTheTask()
    {
        var options = new ElectronOptions
        {
            WorkDir = "work here",
            CreateUniqueWorkDir = true,
            TimeLimit = TimeSpan.FromSeconds(90),
            Extensions = new JsonObject { ["deps"] = new JsonArray("one", "two") },
        };
        var attempt = SampleAttempts.Attempt(() => Electron(() => SampleTasks.Add(1, 2)), options, number: 3);
        var (_, read) = await RoundTripAsync(TaskPackage.For(attempt));
        var task = Assert.Single(read.Tasks);
        Assert.Equal((SampleAttempts.DispatchId, attempt.NodeId, 3), (task.DispatchId, task.NodeId, task.Attempt));
        Assert.Equal(("work here", true, TimeSpan.FromSeconds(90)), (task.WorkDir, task.UniqueWorkDir, task.TimeLimit));
        Assert.Equal("two", (string?)task.Extensions!["deps"]![1]);
        Assert.Equal(attempt.Dispatch.BundleId, read.BundleId);
        var result = await TaskInvoker.For(task.Template).InvokeAsync(task.Slots, task.Shared, task, CancellationToken.None);
        Assert.Equal(3, result.Value);
    }

    [Fact]
    public async Task Package_OfATaskWithParents_HoldsTheValuesItUsesAndNoOthers()
    {
        var five = new EncodedValue(PayloadCodecs.Binary, Encode(5));
        var seven = new EncodedValue(PayloadCodecs.Json, "7"u8.ToArray());
        var dispatch = SampleAttempts.Dispatch(
            () =>
            {
                var unused = Electron(() => SampleTasks.Add(0, 0));
                var left = Electron(() => SampleTasks.Add(1, 1));
                var right = Electron(() => SampleTasks.Add(2, 2));
                var last = Electron(() => SampleTasks.Sum(new List<int> { left, right, left }));
                Wait(last, unused);
                return last;
            },
            new SampleAttempts.FixedValues(new() { [1] = five, [2] = seven }));
        var attempt = SampleAttempts.At(dispatch, dispatch.Graph.NodeCount - 1);
        var (_, read) = await RoundTripAsync(TaskPackage.For(attempt));
        var task = read.Tasks[0];
        Assert.All(task.Inputs, input => Assert.NotEqual(0, input.NodeId));
        Assert.Equal(PayloadCodecs.Json, task.GetEncoded(task.Inputs.Single(input => input.Value.Codec == PayloadCodecs.Json).NodeId).Codec);
        Assert.Throws<CovalentException>(() => task.GetEncoded(0));
    }

    [Fact]
    public async Task Packages_Combined_CarrySharedValuesOnce()
    {
        var big = new byte[300_000];
        Random.Shared.NextBytes(big);
        var dispatch = SampleAttempts.Dispatch(() =>
        {
            var first = Electron(() => SampleTasks.Length(big));
            var second = Electron(() => SampleTasks.Length(big));
            return Electron(() => SampleTasks.Add(first, second));
        });
        var packages = Enumerable.Range(0, 2).Select(node => TaskPackage.For(SampleAttempts.At(dispatch, node))).ToList();
        var (bytes, read) = await RoundTripAsync(TaskPackage.Combine(packages));
        Assert.Equal(2, read.TaskCount);
        Assert.InRange(bytes.Length, 300_000, 320_000);
        foreach (var task in read.Tasks)
        {
            Assert.Equal(300_000, (await TaskInvoker.For(task.Template).InvokeAsync(task.Slots, task.Shared, task, CancellationToken.None)).Value);
        }
    }

    [Fact]
    public void Packages_OfDifferentBundles_CannotBeCombined()
    {
        var one = SampleAttempts.Sum();
        var other = SampleAttempts.At(one.Dispatch with { BundleId = new string('c', 64) }, 0);
        Assert.Throws<ArgumentException>(() => TaskPackage.Combine([TaskPackage.For(one), TaskPackage.For(other)]));
        Assert.Throws<ArgumentException>(() => TaskPackage.Combine([]));
    }

    [Fact]
    public async Task Package_WrittenToAFile_LeavesNoTemporaryFile()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-package-").FullName;
        try
        {
            var package = TaskPackage.For(SampleAttempts.Sum());
            await package.WriteToFileAsync(Path.Combine(folder, "package"));
            Assert.Equal(["package"], Directory.GetFiles(folder).Select(Path.GetFileName));
            Assert.Equal(package.Length, new FileInfo(Path.Combine(folder, "package")).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(4, 99, "is of format 99, as Covalent {0} writes it,", "is Covalent {0}, which reads format 2;")]
    [InlineData(4, 1, "is of format 1, as an earlier Covalent writes it,", "is Covalent {0}, which reads format 2;")]
    [InlineData(PackageImage.PrefixLength, 99, "was sent by Covalent {0} (worker protocol 99),", "is Covalent {0} (worker protocol 2);")]
    public async Task Reading_PackagesOfAnotherVersion_NamesBothVersionsAndWhatToDo(int offset, byte value, string sender, string reader)
    {
        var (bytes, _) = await RoundTripAsync(TaskPackage.For(SampleAttempts.Sum()));
        bytes[offset] = value;
        foreach (var read in new Func<Stream, Task>[] { input => PackageReader.ReadAsync(input, CancellationToken.None), input => PackageReader.ReadHeadAsync(input, CancellationToken.None) })
        {
            var e = await Assert.ThrowsAsync<VersionMismatchException>(() => read(new MemoryStream(bytes)));
            Assert.Contains(sender.Replace("{0}", CovalentVersion.Text, StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
            Assert.Contains(reader.Replace("{0}", CovalentVersion.Text, StringComparison.Ordinal), e.Message, StringComparison.Ordinal);
            Assert.Contains("build the application with the dispatcher's version of package 'Covalent'", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Reading_CutOffPackages_FailsWithOneClearError()
    {
        var (bytes, _) = await RoundTripAsync(TaskPackage.For(SampleAttempts.Sum()));
        for (var length = 0; length < bytes.Length; length++)
        {
            await Assert.ThrowsAsync<CovalentException>(() => PackageReader.ReadAsync(new MemoryStream(bytes, 0, length), CancellationToken.None));
            await Assert.ThrowsAsync<CovalentException>(() => PackageReader.ReadAsync(new Unseekable(bytes.AsMemory(0, length).ToArray()), CancellationToken.None));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Reading_MutatedPackages_NeverFailsOtherwiseAndNeverAllocatesMuch(int seed)
    {
        var dispatch = SampleAttempts.Dispatch(
            () =>
            {
                var left = Electron(() => SampleTasks.Add(1, 1));
                return Electron(() => SampleTasks.Sum(new List<int> { left, 3 }));
            },
            new SampleAttempts.FixedValues(new() { [0] = new EncodedValue(PayloadCodecs.Binary, Encode(5)) }));
        var (bytes, _) = await RoundTripAsync(TaskPackage.For(SampleAttempts.At(dispatch, dispatch.Graph.NodeCount - 1)));
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var mutated = (byte[])bytes.Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            await ReadOrRefuseAsync(new MemoryStream(mutated));
            await ReadOrRefuseAsync(new Unseekable(mutated));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        }
    }

    private static async Task ReadOrRefuseAsync(Stream stream)
    {
        try
        {
            await PackageReader.ReadAsync(stream, CancellationToken.None);
        }
        catch (CovalentException)
        {
            // The one clear error.
        }
    }

    private static async Task<(byte[] Bytes, TaskPackage Read)> RoundTripAsync(TaskPackage package)
    {
        var stream = new MemoryStream();
        await package.WriteToAsync(stream);
        Assert.Equal(package.Length, stream.Length);
        stream.Position = 0;
        return (stream.ToArray(), await PackageReader.ReadAsync(stream, CancellationToken.None));
    }

    private static byte[] Encode(int value)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        ValueCodec.For<int>().Encode(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>A pipe: no length to ask for.</summary>
    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();
    }
}
