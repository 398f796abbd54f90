using System.Buffers;
using System.Numerics;
using Covalent.Core.Leptons;

namespace Covalent.Core.Tests.Leptons;

public sealed class NpyTests
{
    public static TheoryData<Array> Arrays => new()
    {
        new double[] { 1, double.NaN, 3 },
        new float[,] { { 1, 2 }, { 3, 4 } },
        new Complex[] { new(1, 2) },
        Array.Empty<int>(),
        new long[2, 0, 3],
        new bool[] { true, false },
        new byte[,] { { 1 } },
    };

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Array_ThroughAFile_IsTheSame(Array array)
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, array);
        file.Position = 0;
        Assert.Equal(array, NpyFile.Read(file, array.GetType()));
    }

    [Theory]
    [MemberData(nameof(Arrays))]
    public void Body_ThroughAFile_IsTheSameBytes(Array array)
    {
        var body = new ArrayBufferWriter<byte>();
        ValueCodec.For(array.GetType()).Encode(array, body);
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path))
            {
                Assert.True(NpyBody.TryWrite(file, array.GetType(), body.WrittenSpan));
            }

            Assert.Equal(body.WrittenSpan.ToArray(), NpyBody.Read(path, array.GetType()));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Header_IsAlignedAndReadableByNumPy()
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, new double[2, 3]);
        var text = System.Text.Encoding.Latin1.GetString(file.ToArray(), 0, 128);
        Assert.Contains("{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3,), }", text, StringComparison.Ordinal);
        Assert.Equal(0, (file.Length - 48) % 64);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\u0093NUMPY")]
    [InlineData("not an array at all")]
    [InlineData("\u0093NUMPY\u0001\0\u0010\0{'descr': nonsen")]
    public void Bytes_ThatAreNoArray_AreRefused(string text)
    {
        using var file = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(text));
        Assert.Throws<LeptonException>(() => NpyFile.Read(file, typeof(double[])));
    }

    [Fact]
    public void Array_OfAnotherType_IsRefused()
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, new double[3]);
        file.Position = 0;
        Assert.Contains("holds <f8 in 1 dimensions where <f4 in 1 are needed", Assert.Throws<LeptonException>(() => NpyFile.Read(file, typeof(float[]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_OfATask_CannotLeaveItsFolder()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.Throws<LeptonException>(() => LeptonFile.Unpack([new LeptonFile("../outside", [])], folder));
            Assert.Throws<LeptonException>(() => new BlobFolder(folder).PathOf("../outside"));
            Assert.Throws<LeptonException>(() => new BlobFolder(folder).PathOf("/etc/passwd"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
