namespace Covalent.Core.Leptons;

/// <summary>Tables travel as the Arrow stream that they are.</summary>
internal sealed class ArrowTableCodec : PayloadCodec<ArrowTable>
{
    public override bool IsImmutable => true;

    public override void Encode(ArrowTable value, Stream output) => output.Write(value.Bytes.Span);

    public override ArrowTable Decode(Stream input, int version)
    {
        using var bytes = new MemoryStream();
        input.CopyTo(bytes);
        return new ArrowTable(bytes.GetBuffer().AsMemory(0, (int)bytes.Length));
    }

    public override string Preview(ArrowTable value) => $"Arrow table, {value.Bytes.Length:N0} bytes";
}
