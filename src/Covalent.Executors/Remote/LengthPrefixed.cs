namespace Covalent.Executors.Remote;

/// <summary>Reads pieces each of which is preceded by its length on a line, so that no content can be taken for a border. Input cut short gives empty pieces.</summary>
internal sealed class LengthPrefixed(ReadOnlyMemory<byte> all)
{
    private ReadOnlyMemory<byte> _rest = all;

    public ReadOnlyMemory<byte> Next()
    {
        int end = _rest.Span.IndexOf((byte)'\n');
        if (end < 0)
        {
            _rest = default;
            return default;
        }

        int length = int.TryParse(_rest.Span[..end].Trim((byte)' '), out int number) ? Math.Clamp(number, 0, _rest.Length - end - 1) : 0;
        ReadOnlyMemory<byte> piece = _rest.Slice(end + 1, length);
        _rest = _rest[(end + 1 + length)..];
        return piece;
    }
}
