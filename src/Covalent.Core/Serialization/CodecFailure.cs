namespace Covalent.Core.Serialization;

/// <summary>Turns whatever went wrong inside a codec (also in user code: constructors, own codecs, hash functions) into the one kind of failure
/// that callers know.</summary>
internal static class CodecFailure
{
    public static bool IsOurs(Exception e) => e is not (OutOfMemoryException or OperationCanceledException);

    public static PayloadException Encoding(ValueCodec codec, Exception e) => e is PayloadException known
        ? known.ExplainCycle(codec.TypeName)
        : new PayloadException($"A value of type {codec.TypeName} could not be encoded: {Cause(e)}. "
            + "Remove what fails from the value, or give the type its own codec.", e);

    public static PayloadException Decoding(ValueCodec codec, Exception e) => e is PayloadException known
        ? known
        : new PayloadException($"A payload could not be decoded as {codec.TypeName}: {Cause(e)}. "
            + "Read it with the type it was written with, or produce it again.", e);

    private static string Cause(Exception e)
    {
        var cause = e is System.Reflection.TargetInvocationException { InnerException: { } inner } ? inner : e;
        return $"{cause.GetType().Name}: {cause.Message.TrimEnd('.')}";
    }
}
