using System.Buffers;
using System.Runtime.CompilerServices;
using Covalent.Core.Execution;
using Covalent.Core.Graph;

namespace Covalent.Executors.Local;

/// <summary>A template as bytes. Equal bytes are the same template to a worker, whichever dispatch they come from, so that it keeps what it
/// prepared for the first one.</summary>
internal sealed class EncodedTemplate : IEquatable<EncodedTemplate>
{
    private static readonly ConditionalWeakTable<TaskTemplate, EncodedTemplate> Known = [];

    private readonly byte[] _bytes;
    private readonly int _hash;

    private EncodedTemplate(TaskTemplate template)
    {
        var output = new ArrayBufferWriter<byte>();
        TemplateCodec.Write(new BinaryGraphWriter(output), PackageImage.Bare(template));
        _bytes = output.WrittenSpan.ToArray();
        var hash = default(HashCode);
        hash.AddBytes(_bytes);
        _hash = hash.ToHashCode();
    }

    public ReadOnlyMemory<byte> Bytes => _bytes;

    public static EncodedTemplate Of(TaskTemplate template) => Known.GetValue(template, static t => new EncodedTemplate(t));

    public bool Equals(EncodedTemplate? other) => other is not null && (ReferenceEquals(this, other) || (_hash == other._hash && _bytes.AsSpan().SequenceEqual(other._bytes)));

    public override bool Equals(object? obj) => Equals(obj as EncodedTemplate);

    public override int GetHashCode() => _hash;
}
