using System.Globalization;

namespace Covalent.Core.Tests.Serialization;

public sealed class OwnCodecTests
{
    [Fact]
    public void Codec_NamedOnTheType_IsUsed()
    {
        var blob = new Blob([1, 2, 3]);
        Assert.Equal(blob, Payload.FromBytes(Payload.Encode(blob).ToArray()).Decode<Blob>());
        Assert.Equal(blob, Payload.EncodeJson(blob).Decode<Blob>());
        Assert.Null(Payload.Encode<Blob?>(null).Decode<Blob?>());
        Assert.Equal([blob], Payload.Encode(new List<Blob> { blob }).Decode<List<Blob>>());
    }

    [Fact]
    public void Codec_NamedOnTheAssembly_ServesAForeignAbstractType() =>
        Assert.IsType<JulianCalendar>(Payload.Encode<Calendar>(new JulianCalendar()).Decode<Calendar>());

    [Fact]
    public void Codec_OfAGenericType_IsClosedWithItsArguments()
    {
        var back = Payload.Encode(new Box<List<int>>([1, 2], marker: false)).Decode<Box<List<int>>>();
        Assert.True(back.Marker);
        Assert.Equal([1, 2], back.Content);
    }

    [Fact]
    public void List_NamedOnTheAssembly_ClosesAForeignInterface() =>
        Assert.Equal(new MemoryTarget(3), Payload.Encode<ITarget>(new MemoryTarget(3)).Decode<ITarget>());

    [Fact]
    public void Codec_ThatFails_IsToldWithItsCause()
    {
        var encode = Assert.Throws<PayloadException>(() => Payload.Encode(new List<Failing> { new() { Value = -1 } }));
        Assert.Contains("InvalidDataException: negative", encode.Message, StringComparison.Ordinal);
        Assert.IsType<InvalidDataException>(encode.InnerException);
        Assert.Contains("cannot read", Assert.Throws<PayloadException>(() => Payload.Encode(new Failing()).Decode<Failing>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Codec_OfALargeValue_TravelsInChunks()
    {
        var blob = new Blob(new byte[5_000_000]);
        Assert.Equal(blob, Payload.Encode(blob).Decode<Blob>());
    }
}
