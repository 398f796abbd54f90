using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Covalent.Core.Leptons;

/// <summary>The text at the start of an NPY file: element type, order and lengths.</summary>
/// <param name="Type">NumPy's name of the element type, such as <c>&lt;f8</c>.</param>
/// <param name="Shape">The lengths.</param>
/// <param name="Start">Where the items begin.</param>
internal sealed partial record NpyHeader(string Type, IReadOnlyList<int> Shape, int Start)
{
    private const int Alignment = 64;
    private const int LongestText = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Size of all items in bytes.</summary>
    public long Size(Type item)
    {
        try
        {
            return Shape.Aggregate((long)NpyTypes.SizeOf(item), (product, length) => checked(product * length));
        }
        catch (OverflowException)
        {
            throw Damaged("its lengths are impossibly large");
        }
    }

    public static void Write(Stream output, string type, IEnumerable<long> shape)
    {
        var lengths = string.Concat(shape.Select(length => string.Create(CultureInfo.InvariantCulture, $"{length}, ")));
        var text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({lengths.TrimEnd()}), }}";
        var unpadded = Magic.Length + 4 + text.Length + 1;
        text += new string(' ', (Alignment - (unpadded % Alignment)) % Alignment) + "\n";
        Span<byte> start = stackalloc byte[10];
        Magic.CopyTo(start);
        start[6] = 1;
        start[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(start[8..], (ushort)text.Length);
        output.Write(start);
        output.Write(Encoding.Latin1.GetBytes(text));
    }

    /// <exception cref="LeptonException">The bytes are no NPY file that a C# array can be made of.</exception>
    public static NpyHeader Read(Stream input)
    {
        Span<byte> start = stackalloc byte[12];
        if (input.ReadAtLeast(start[..10], 10, throwOnEndOfStream: false) < 10 || !start.StartsWith(Magic))
        {
            throw Damaged("it does not begin like one");
        }

        var long32 = start[6] > 1;
        if (long32 && input.ReadAtLeast(start[10..], 2, throwOnEndOfStream: false) < 2)
        {
            throw Damaged("it ends early");
        }

        var length = long32 ? BinaryPrimitives.ReadUInt32LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt16LittleEndian(start[8..]);
        if (length > LongestText)
        {
            throw Damaged("its header is impossibly long");
        }

        var text = new byte[length];
        return input.ReadAtLeast(text, text.Length, throwOnEndOfStream: false) < text.Length ? throw Damaged("it ends early") : Parse(Encoding.Latin1.GetString(text), (long32 ? 12 : 10) + text.Length);
    }

    private static NpyHeader Parse(string text, int start)
    {
        var match = Form().Match(text);
        if (!match.Success)
        {
            throw Damaged("its header is not readable");
        }

        if (match.Groups["fortran"].Value == "True" && match.Groups["shape"].Value.Count(c => c == ',') > 1)
        {
            throw Damaged("its items are stored column by column");
        }

        var shape = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new NpyHeader(match.Groups["type"].Value, [.. shape.Select(Length)], start);
    }

    private static int Length(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
        ? length
        : throw Damaged($"the length {text} is more than a C# array can have");

    public static LeptonException Damaged(string what) => new($"An array that came back is not a readable NPY file: {what}. Return a NumPy array or nested lists of numbers.");

    [GeneratedRegex("""'descr':\s*'(?<type>[^']+)'.*'fortran_order':\s*(?<fortran>True|False).*'shape':\s*\((?<shape>[\d,\s]*)\)""", RegexOptions.Singleline)]
    private static partial Regex Form();
}
