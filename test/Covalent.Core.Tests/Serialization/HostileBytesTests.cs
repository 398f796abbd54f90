using System.Buffers;
using System.Buffers.Binary;

namespace Covalent.Core.Tests.Serialization;

/// <summary>Bytes made on purpose to hurt whoever reads them.</summary>
public sealed class HostileBytesTests
{
    private static readonly byte[] LargestCount = [0xFF, 0xFF, 0xFF, 0xFF, 0x07];

    [Theory]
    [InlineData(typeof(int[]))]
    [InlineData(typeof(string[]))]
    [InlineData(typeof(List<string>))]
    [InlineData(typeof(Dictionary<string, string>))]
    [InlineData(typeof(HashSet<int>))]
    [InlineData(typeof(string))]
    [InlineData(typeof(byte[]))]
    [InlineData(typeof(System.Numerics.BigInteger))]
    public void Count_ClaimingGigabytes_IsRefusedWithoutTakingThem(Type type)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<PayloadException>(() => ValueCodec.For(type).Decode(LargestCount));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Grid_WhoseLengthsOverflow_IsRefused()
    {
        foreach (var lengths in new byte[][] { [1, .. LargestCount, .. LargestCount], [1, 0, .. LargestCount], [1, 0x80, 0x80, 0x04, 0x80, 0x80, 0x04], [1, .. LargestCount, 0] })
        {
            // A grid with an empty side holds nothing, whatever its other side claims; that is allowed and costs nothing.
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                Assert.Empty(ValueCodec.For<double[,]>().DecodeValue(lengths));
            }
            catch (PayloadException)
            {
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Nesting_WithCountsThatClaimTheRest_TakesMemoryInProportion()
    {
        // Each level of a tree claims as many children as there are bytes left.
        const int Size = 1 << 18;
        var bytes = new byte[Size];
        var at = 0;
        for (var level = 0; level < 990; level++)
        {
            bytes[at++] = 1;
            bytes[at++] = 1;
            var claim = (uint)(Size - at - 16);
            for (; claim >= 0x80; claim >>= 7)
            {
                bytes[at++] = (byte)(claim | 0x80);
            }

            bytes[at++] = (byte)claim;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<PayloadException>(() => ValueCodec.For<Tree>().DecodeValue(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L * Size);
    }

    [Theory]
    [InlineData(64 * 1024)]
    [InlineData(192 * 1024)]
    [InlineData(1024 * 1024)]
    public void Nesting_WithoutEnd_FailsClearlyOnAnyStack(int stackSize)
    {
        var linked = new byte[100_000];
        for (var at = 0; at + 4 < linked.Length; at += 5)
        {
            linked[at] = 1;
        }

        Assert.Contains("levels deep", OnThread(stackSize, () => ValueCodec.For<Link>().DecodeValue(linked)), StringComparison.Ordinal);
        var json = System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"Value\":1,\"Next\":", 5000)));
        Assert.NotEmpty(OnThread(stackSize, () => ValueCodec.For<Link>().DecodeJsonValue(json)));
        var tree = new Tree("root");
        tree.Children.Add(tree);
        // A stack that ends before the tree repeats cannot show the cycle; how much of 64 KiB is left depends on the machine.
        var expected = stackSize > 64 * 1024 ? "itself" : "(itself|stack of this thread)";
        Assert.Matches(expected, OnThread(stackSize, () => Payload.Encode(tree)));
        Assert.Matches(expected, OnThread(stackSize, () => Payload.EncodeJson(tree)));
    }

    [Theory]
    [InlineData(typeof(bool), "02", "truth value")]
    [InlineData(typeof(bool[]), "0302FF", "truth value")]
    [InlineData(typeof(int?), "05", "mark")]
    [InlineData(typeof(Person), "07", "mark")]
    [InlineData(typeof(decimal), "000000000000000000000000FFFFFFFF", "decimal")]
    [InlineData(typeof(DateTime), "FFFFFFFFFFFFFFFF", "date")]
    [InlineData(typeof(DateTime), "FFFFFFFFFFFFFF3F", "date")]
    [InlineData(typeof(DateTimeOffset), "00000000000000000100", "date")]
    [InlineData(typeof(DateOnly), "FFFFFF7F", "date")]
    [InlineData(typeof(TimeOnly), "FFFFFFFFFFFFFF7F", "time")]
    [InlineData(typeof(string), "03FF", "UTF-8")]
    [InlineData(typeof(string), "0441", "UTF-16")]
    [InlineData(typeof(Uri), "0378", "Uri")]
    [InlineData(typeof(Version), "0378", "Version")]
    [InlineData(typeof(IShape), "09", "type 9")]
    [InlineData(typeof(HashSet<int>), "03000100000001000000", "twice")]
    [InlineData(typeof(Dictionary<byte, byte>), "030001020102", "twice")]
    [InlineData(typeof(Dictionary<string, byte>), "02000001", "null")]
    [InlineData(typeof(Dictionary<byte, byte>), "02010102", "comparer")]
    [InlineData(typeof(int), "0102030405", "left over")]
    [InlineData(typeof(int), "0102", "early")]
    [InlineData(typeof(int[]), "FFFFFFFFFFFFFFFFFF7F", "too long")]
    public void Bits_ThatNoValueHas_AreRefusedByName(Type type, string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<PayloadException>(() => ValueCodec.For(type).Decode(Convert.FromHexString(hex))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("", "early")]
    [InlineData("00", "not a Covalent payload")]
    [InlineData("7B7D", "not a Covalent payload")]
    [InlineData("C2000600000000", "format 2")]
    [InlineData("C1400600000000", "flags")]
    [InlineData("C1050600000000", "flags")]
    [InlineData("C100FA00000000", "type number")]
    [InlineData("C110FFFF03", "name of 65535")]
    public void Frame_ThatIsNone_IsRefusedByName(string hex, string reason) =>
        Assert.Contains(reason, Assert.Throws<PayloadException>(() => Payload.FromBytes(Convert.FromHexString(hex))).Message, StringComparison.Ordinal);

    private static string OnThread(int stackSize, Action action)
    {
        var message = "";
        var thread = new Thread(
            () =>
            {
                try
                {
                    action();
                }
                catch (PayloadException e)
                {
                    message = e.Message;
                }
            },
            stackSize);
        thread.Start();
        thread.Join();
        return message;
    }
}
