using System.Text;

namespace Covalent.Core.Execution;

/// <summary>Turns bytes into text; the same bytes as the last time give the same string, since tasks of one dispatch come in runs.</summary>
internal sealed class LastText
{
    private byte[] _bytes = [];
    private string _text = "";

    public string Of(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.SequenceEqual(_bytes))
        {
            _bytes = utf8.ToArray();
            _text = Encoding.UTF8.GetString(utf8);
        }

        return _text;
    }
}
