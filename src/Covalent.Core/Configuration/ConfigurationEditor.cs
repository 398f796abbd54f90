using Tomlyn.Syntax;

namespace Covalent.Core.Configuration;

/// <summary>Changes one value in the text and leaves every other character alone.</summary>
internal static class ConfigurationEditor
{
    public static string Edit(TomlSource source, ConfigurationChange change)
    {
        var leaf = source.Leaves.FirstOrDefault(l => change.Concerns(l.Path));
        var edited = (leaf, change.Value) switch
        {
            (null, null) => source.Text,
            (null, { } value) => TomlInsertion.Insert(source, change.Path, value),
            (_, null) => TomlRemoval.Remove(source, leaf),
            (_, { } value) => Replace(source.Text, leaf.Syntax.Value!, TomlLiteral.Write(value)),
        };
        Verify(source, edited, change, leaf?.Path ?? change.Path);
        return edited;
    }

    private static string Replace(string text, ValueSyntax old, string value) =>
        string.Concat(text.AsSpan(0, old.Span.Start.Offset), value, text.AsSpan(old.Span.End.Offset + 1));

    /// <summary>Reads the result back before it is written: the one value is as wanted, all others are as before.</summary>
    private static void Verify(TomlSource source, string edited, ConfigurationChange change, KeyPath changed)
    {
        var expected = Values(source.Leaves.Where(l => !l.Path.Equals(changed)));
        if (change.Value is { } value)
        {
            expected[changed.ToString()] = TomlLiteral.Write(value);
        }
        var found = Values(TomlSource.Parse(edited, source.File).Leaves);
        if (found.Count != expected.Count || expected.Any(e => found.GetValueOrDefault(e.Key) != e.Value))
        {
            throw new ConfigurationException(new ConfigurationProblem(source.File, 0, 0, $"{change.Path} cannot be changed without changing something else. Nothing was changed; edit the file by hand."));
        }
    }

    private static Dictionary<string, string> Values(IEnumerable<TomlLeaf> leaves)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var leaf in leaves)
        {
            // Arrays of tables repeat their keys; the position tells them apart well enough here.
            var name = leaf.Path.ToString();
            for (var copy = 2; !values.TryAdd(name, TomlLiteral.Write(leaf.Value)); copy++)
            {
                name = $"{leaf.Path} {copy}";
            }
        }
        return values;
    }
}
