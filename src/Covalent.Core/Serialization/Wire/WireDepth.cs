using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>Bounds how deep values nest, so that neither a cycle nor hostile bytes can exhaust the stack.</summary>
internal static class WireDepth
{
    public const int Limit = 1000;

    // Asking for the stack costs a little; eight levels fit into what the runtime keeps in reserve.
    private const int StackCheckMask = 7;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Next(int depth, bool writing)
    {
        if (depth >= Limit || ((depth & StackCheckMask) == StackCheckMask && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            TooDeep(depth, writing);
        }

        return depth + 1;
    }

    /// <summary>The same for JSON, whose depth may grow by more than one level a call.</summary>
    public static void Check(int depth, bool writing)
    {
        if (depth >= Limit || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            TooDeep(depth, writing);
        }
    }

    private static void TooDeep(int depth, bool writing) => throw new PayloadException(Message(depth, writing)) { IsTooDeep = true };

    private static string Message(int depth, bool writing) => (depth < Limit, writing) switch
    {
        (true, true) => $"The value nests more than {depth} levels deep, which is all that the stack of this thread has room for. "
            + "Encode it on a thread with a larger stack (1 MiB holds whatever may travel), or hold long chains in a list or an array.",
        (true, false) => $"The payload nests more than {depth} levels deep, which is all that the stack of this thread has room for. "
            + "Decode it on a thread with a larger stack (1 MiB holds whatever may travel); if it fails there too, the payload is damaged.",
        (false, true) => $"The value nests more than {depth} levels deep and cannot travel so. Hold long chains in a list or an array, or give the type its own codec.",
        (false, false) => $"The payload nests more than {depth} levels deep, which no value written here does. It is damaged, or was made to do harm.",
    };
}
