using System.Text;
using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>A dotted key, part by part, so that a part may itself hold a dot.</summary>
internal sealed class KeyPath : IEquatable<KeyPath>
{
    private readonly string[] _parts;

    private KeyPath(string[] parts) => _parts = parts;

    public static KeyPath Root { get; } = new([]);

    public int Count => _parts.Length;

    public string this[int index] => _parts[index];

    public IReadOnlyList<string> Parts => _parts;

    public string Last => _parts[^1];

    public static KeyPath Of(params string[] parts) => new(parts);

    /// <summary>Reads <c>executors.slurm."odd.name"</c>; both kinds of quotes are understood.</summary>
    /// <exception cref="ArgumentException">The text is empty or a part of it is.</exception>
    public static KeyPath Parse(string text)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        var quote = '\0';
        foreach (var c in text)
        {
            if (quote != '\0' ? c == quote : c is '"' or '\'')
            {
                quote = quote == '\0' ? c : '\0';
            }
            else if (c == '.' && quote == '\0')
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            else
            {
                part.Append(c);
            }
        }
        parts.Add(part.ToString());
        return parts.Exists(string.IsNullOrWhiteSpace)
            ? throw new ArgumentException($"\"{text}\" is not a configuration key; write one such as sdk.log_level.", nameof(text))
            : new([.. parts.Select(p => p.Trim())]);
    }

    public static KeyPath From(KeySyntax key)
    {
        var parts = new List<string> { Name(key.Key) };
        foreach (var dotted in key.DotKeys)
        {
            parts.Add(Name(dotted.Key));
        }
        return new([.. parts]);
    }

    public KeyPath Append(string part) => new([.. _parts, part]);

    public KeyPath Append(KeyPath tail) => new([.. _parts, .. tail._parts]);

    public KeyPath Take(int count) => new(_parts[..count]);

    public KeyPath Skip(int count) => new(_parts[count..]);

    public bool StartsWith(KeyPath head) => Count >= head.Count && _parts.AsSpan(0, head.Count).SequenceEqual(head._parts);

    public bool Equals(KeyPath? other) => other is not null && _parts.AsSpan().SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as KeyPath);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var part in _parts)
        {
            hash.Add(part, StringComparer.Ordinal);
        }
        return hash.ToHashCode();
    }

    /// <summary>As TOML writes it: bare where possible, quoted otherwise.</summary>
    public override string ToString() => string.Join('.', _parts.Select(p => BareKeySyntax.IsBareKey(p) ? p : TomlLiteral.Quote(p)));

    private static string Name(BareKeyOrStringValueSyntax? key) => key switch
    {
        BareKeySyntax bare => bare.Key?.Text ?? "",
        StringValueSyntax quoted => quoted.Value ?? "",
        _ => "",
    };
}
