using BenchmarkDotNet.Attributes;
using Covalent.Benchmarks.Serialization;

namespace Covalent.Benchmarks.Parts;

/// <summary>Values to bytes and back.</summary>
[MemoryDiagnoser]
public class PayloadParts
{
    private readonly Sample _record = new(Guid.CreateVersion7(), "sepal", 3, 0.5, DateTime.UnixEpoch);
    private readonly double[] _array = [.. Enumerable.Range(0, 1 << 16).Select(i => i * 0.5)];
    private Payload _recordBytes = null!;
    private Payload _arrayBytes = null!;

    /// <summary>Encodes what the readers read.</summary>
    [GlobalSetup]
    public void Encode() => (_recordBytes, _arrayBytes) = (Payload.Encode(_record), Payload.Encode(_array));

    /// <summary>A record of five fields, written.</summary>
    [Benchmark]
    public long WriteRecord() => Payload.Encode(_record).Length;

    /// <summary>The same, read.</summary>
    [Benchmark]
    public object ReadRecord() => _recordBytes.Decode<Sample>();

    /// <summary>512 KiB of doubles, written.</summary>
    [Benchmark]
    public long WriteArray() => Payload.Encode(_array).Length;

    /// <summary>The same, read.</summary>
    [Benchmark]
    public int ReadArray() => _arrayBytes.Decode<double[]>().Length;
}
