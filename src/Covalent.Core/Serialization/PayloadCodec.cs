namespace Covalent;

/// <summary>Writes and reads values of a type that cannot travel by its fields, such as a model of another library. Name it with
/// <see cref="PayloadCodecAttribute"/> on the type or, for foreign types, on the assembly. It needs a constructor without parameters and is made
/// once per process, so it must be safe for several threads.</summary>
/// <typeparam name="T">The declared type it serves.</typeparam>
/// <example><code>
/// [assembly: PayloadCodec(typeof(SvmModelCodec))]
///
/// sealed class SvmModelCodec : PayloadCodec&lt;SvmModel&gt;
/// {
///     public override void Encode(SvmModel value, Stream output) => value.Save(output);
///     public override SvmModel Decode(Stream input, int version) => SvmModel.Load(input);
/// }
/// </code></example>
public abstract class PayloadCodec<T>
{
    /// <summary>Version of the form that <see cref="Encode"/> writes, kept with each value. Default: 1.</summary>
    public virtual int Version => 1;

    /// <summary>Whether values never change, so that consumers in one process may share one. Default: <see langword="false"/>.</summary>
    public virtual bool IsImmutable => false;

    /// <summary>Writes a value, never <see langword="null"/>. The stream cannot seek; what is thrown fails the task that produced the value.</summary>
    public abstract void Encode(T value, Stream output);

    /// <summary>Reads a value that some version of this codec wrote. The stream ends where the value does.</summary>
    /// <param name="input">The bytes of the value.</param>
    /// <param name="version">The <see cref="Version"/> they were written with.</param>
    public abstract T Decode(Stream input, int version);

    /// <summary>One line for people, cut at 256 characters; <see langword="null"/> for the name of the type, which is the default.</summary>
    public virtual string? Preview(T value) => null;
}
