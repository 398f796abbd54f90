using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Covalent.Core.Identity;

/// <summary>Steps through the instructions of a method body (ECMA-335, partition III).</summary>
internal ref struct IlReader(ReadOnlySpan<byte> il)
{
    private static readonly OpCode[] OneByte = new OpCode[256];
    private static readonly OpCode[] TwoByte = new OpCode[256];
    private ReadOnlySpan<byte> _rest = il;

    static IlReader()
    {
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is OpCode code)
            {
                (code.Size == 1 ? OneByte : TwoByte)[code.Value & 0xFF] = code;
            }
        }
    }

    public OpCode Code { get; private set; }

    /// <summary>The operand's raw bytes.</summary>
    public ReadOnlySpan<byte> Operand { get; private set; }

    /// <summary>The operand as a metadata token; only for operand types that are tokens.</summary>
    public readonly int Token => BinaryPrimitives.ReadInt32LittleEndian(Operand);

    public bool Read()
    {
        if (_rest.IsEmpty)
        {
            return false;
        }

        var isLong = _rest[0] == 0xFE;
        Code = isLong ? TwoByte[_rest[1]] : OneByte[_rest[0]];
        _rest = _rest[(isLong ? 2 : 1)..];
        var size = OperandSize(Code.OperandType, _rest);
        Operand = _rest[..size];
        _rest = _rest[size..];
        return true;
    }

    private static int OperandSize(OperandType type, ReadOnlySpan<byte> rest) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(rest)),
        _ => 4,
    };
}
