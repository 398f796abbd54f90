using System.Runtime.InteropServices;

namespace Covalent.Core.Leptons;

/// <summary>Calls a C function whose signature is known only at run time, without generating code. On the calling conventions of Linux and macOS
/// integers and floating-point numbers have registers of their own, so filling all of them serves every mixture; what does not fit follows on
/// the stack, in eight-byte places.</summary>
internal unsafe struct NativeCall
{
    public const int MostFloating = 8;
    public const int MostOnStack = 8;

    private fixed long _integers[8];
    private fixed double _floating[MostFloating];
    private fixed long _stack[MostOnStack];
    private int _integerCount;
    private int _floatingCount;
    private int _stackCount;

    public static bool IsSupported => !OperatingSystem.IsWindows() && RuntimeInformation.ProcessArchitecture is (Architecture.X64 or Architecture.Arm64);

    private static bool IsArm => RuntimeInformation.ProcessArchitecture == Architecture.Arm64;

    private static int MostIntegers => IsArm ? 8 : 6;

    public void Add(nint value)
    {
        if (_integerCount < MostIntegers)
        {
            _integers[_integerCount++] = value;
        }
        else
        {
            AddToStack(value);
        }
    }

    public void Add(double value)
    {
        if (_floatingCount < MostFloating)
        {
            _floating[_floatingCount++] = value;
        }
        else
        {
            AddToStack(BitConverter.DoubleToInt64Bits(value));
        }
    }

    public readonly nint Integer(nint function)
    {
        fixed (long* i = _integers, s = _stack)
        fixed (double* d = _floating)
        {
            return IsArm
                ? ((delegate* unmanaged[Cdecl]<long, long, long, long, long, long, long, long, double, double, double, double, double, double, double, double,
                    long, long, long, long, long, long, long, long, nint>)function)(
                    i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7])
                : ((delegate* unmanaged[Cdecl]<long, long, long, long, long, long, double, double, double, double, double, double, double, double,
                    long, long, long, long, long, long, long, long, nint>)function)(
                    i[0], i[1], i[2], i[3], i[4], i[5], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
        }
    }

    /// <summary>The floating-point register that results come in; a float lies in its lower half.</summary>
    public readonly double Floating(nint function)
    {
        fixed (long* i = _integers, s = _stack)
        fixed (double* d = _floating)
        {
            return IsArm
                ? ((delegate* unmanaged[Cdecl]<long, long, long, long, long, long, long, long, double, double, double, double, double, double, double, double,
                    long, long, long, long, long, long, long, long, double>)function)(
                    i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7])
                : ((delegate* unmanaged[Cdecl]<long, long, long, long, long, long, double, double, double, double, double, double, double, double,
                    long, long, long, long, long, long, long, long, double>)function)(
                    i[0], i[1], i[2], i[3], i[4], i[5], d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7], s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]);
        }
    }

    private void AddToStack(long value)
    {
        // On Apple's ARM convention stack arguments are packed by their size, which is not known here.
        if (_stackCount == MostOnStack || (OperatingSystem.IsMacOS() && IsArm))
        {
            throw new LeptonException($"A C function takes up to {MostIntegers} integers and pointers, {MostFloating} floating-point numbers and, except on Apple's ARM, {MostOnStack} more of either here. "
                + "Pass further ones in an array.");
        }

        _stack[_stackCount++] = value;
    }
}
