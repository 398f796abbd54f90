using System.Buffers;
using System.Text;

namespace Covalent.Core.Tests.Serialization;

/// <summary>Damaged bytes give one clear failure, never another exception, a hang or memory out of proportion.</summary>
public sealed class FuzzTests
{
    private const int RoundsPerShape = 600;

    // Exceptions with their traces and messages cost some memory of their own.
    private const long FixedAllowance = 96 * 1024;
    private const long PerByteAllowance = 80;

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Bodies_Mutated_DecodeOrFailClearly(int seed)
    {
        var random = new Random(seed);
        foreach (var (type, value) in Samples.All)
        {
            var codec = ValueCodec.For(type);
            var valid = Encode(output => codec.Encode(value, output));
            codec.Decode(valid);
            for (var round = 0; round < RoundsPerShape; round++)
            {
                var bytes = Mutation.Of(valid, random);
                Attempt(codec, bytes, () => codec.Decode(bytes), seed, round);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Payloads_Mutated_AreReadOrFailClearly(int seed)
    {
        var random = new Random(seed);
        foreach (var (type, value) in Samples.All)
        {
            var codec = ValueCodec.For(type);
            var valid = Encode(output => codec.EncodePayload(value, output));
            for (var round = 0; round < RoundsPerShape / 4; round++)
            {
                var bytes = Mutation.Of(valid, random);
                Attempt(codec, bytes, () => Payload.FromBytes(bytes).Decode(type), seed, round);
                Attempt(codec, bytes, () => Payload.ReadPreview(bytes), seed, round);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Json_Mutated_DecodesOrFailsClearly(int seed)
    {
        var random = new Random(seed);
        foreach (var (type, value) in Samples.All.Where(sample => sample.Value is not string text || !text.Contains('\uD800', StringComparison.Ordinal)))
        {
            var codec = ValueCodec.For(type);
            var valid = Encode(output => codec.EncodeJson(value, output));
            codec.DecodeJson(valid);
            for (var round = 0; round < RoundsPerShape / 4; round++)
            {
                var bytes = Mutation.OfText(valid, random);
                Attempt(codec, bytes, () => codec.DecodeJson(bytes), seed, round);
            }
        }
    }

    [Fact]
    public void Bodies_InSeveralSegments_ReadTheSame()
    {
        foreach (var (type, value) in Samples.All)
        {
            var codec = ValueCodec.For(type);
            var bytes = Encode(output => codec.Encode(value, output));
            var pieces = Core.Serialization.SegmentedBuffer.Join([.. bytes.Select(one => (ReadOnlyMemory<byte>)new[] { one })]);
            Assert.Equal(bytes, Encode(output => codec.Encode(codec.Decode(pieces), output)));
        }
    }

    [Fact]
    public void Bodies_CutAnywhere_FailClearly()
    {
        foreach (var (type, value) in Samples.All)
        {
            var codec = ValueCodec.For(type);
            var bytes = Encode(output => codec.Encode(value, output));
            for (var length = 0; length < bytes.Length; length++)
            {
                Assert.Throws<PayloadException>(() => codec.Decode(bytes.AsSpan(0, length)));
            }

            Assert.Throws<PayloadException>(() => codec.Decode([.. bytes, 0]));
        }
    }

    private static byte[] Encode(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>What is too much is measured once more: whoever fails first in a process pays for the framework's message tables, and that is not the bytes' doing.</summary>
    private static void Attempt(ValueCodec codec, byte[] bytes, Func<object?> read, int seed, int round)
    {
        var limit = FixedAllowance + (PerByteAllowance * bytes.Length);
        var taken = Taken(codec, bytes, read, seed, round);
        if (taken > limit)
        {
            taken = Taken(codec, bytes, read, seed, round);
        }

        Assert.True(taken <= limit, $"{codec.TypeName}, seed {seed}, round {round}: {taken} bytes taken for {bytes.Length}: {Convert.ToHexString(bytes)}");
    }

    private static long Taken(ValueCodec codec, byte[] bytes, Func<object?> read, int seed, int round)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read();
        }
        catch (PayloadException)
        {
        }
        catch (Exception e)
        {
            Assert.Fail($"{codec.TypeName}, seed {seed}, round {round}: {e.GetType().Name} instead of PayloadException for {Convert.ToHexString(bytes)}: {e}");
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Small and nasty changes to valid bytes.</summary>
    private static class Mutation
    {
        private static readonly byte[][] Numbers =
        [
            [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x80, 0x80, 0x01], [0xFF, 0x7F], [0x00], [0x01], [0x7F], [0x80, 0x80, 0x80, 0x80, 0x10],
        ];

        private static readonly string[] Texts = ["null", "1e999", "-1", "[", "]", "{", "}", "\"\\uD800\"", "\"\"", ",", "NaN", "0.5", "{\"$type\":\"Circle\"", "99999999999999999999999999999999999999999", "[[[[", "\"1e999999999\""];

        public static byte[] Of(byte[] valid, Random random)
        {
            List<byte> bytes = [.. valid];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(bytes, random, Numbers[random.Next(Numbers.Length)]);
            }

            return [.. bytes];
        }

        public static byte[] OfText(byte[] valid, Random random)
        {
            List<byte> bytes = [.. valid];
            for (var changes = random.Next(1, 4); changes > 0; changes--)
            {
                Change(bytes, random, Encoding.UTF8.GetBytes(Texts[random.Next(Texts.Length)]));
            }

            return [.. bytes];
        }

        private static void Change(List<byte> bytes, Random random, byte[] inserted)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(7))
            {
                case 0 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 3:
                    bytes.InsertRange(at, inserted);
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(inserted.Length, bytes.Count - at));
                    bytes.InsertRange(at, inserted);
                    break;
                case 5:
                    bytes.RemoveRange(at, Math.Min(random.Next(4), bytes.Count - at));
                    break;
                default:
                    var from = random.Next(bytes.Count + 1);
                    bytes.InsertRange(at, bytes.GetRange(from, Math.Min(random.Next(16), bytes.Count - from)));
                    break;
            }
        }
    }
}
