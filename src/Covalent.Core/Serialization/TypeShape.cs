using System.Text;

namespace Covalent.Core.Serialization;

/// <summary>What bytes hold, independent of which class or collection carries it: equal shapes read each other's bytes.</summary>
/// <param name="Text">The shape for people.</param>
/// <param name="Hash">Its FNV-1a hash, as stored in headers.</param>
internal sealed record TypeShape(string Text, uint Hash)
{
    public static TypeShape Of(ValueCodec codec)
    {
        var writer = new ShapeWriter();
        writer.Part(codec);
        var text = writer.ToString();
        var hash = 2166136261u;
        foreach (var next in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ next) * 16777619u;
        }

        return new TypeShape(text, hash);
    }
}

/// <summary>Collects a shape. Classes are numbered, so that types which contain themselves end.</summary>
internal sealed class ShapeWriter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<ValueCodec, int> _numbers = [];

    public ShapeWriter Add(string text)
    {
        _text.Append(text);
        return this;
    }

    public ShapeWriter Part(ValueCodec codec)
    {
        codec.Describe(this);
        return this;
    }

    /// <summary>Opens a class or struct; false when it was described already and only its number is written.</summary>
    public bool Open(ValueCodec codec)
    {
        if (_numbers.TryGetValue(codec, out var number))
        {
            _text.Append('#').Append(number);
            return false;
        }

        _numbers.Add(codec, _numbers.Count);
        return true;
    }

    public override string ToString() => _text.ToString();
}
