using Covalent.Core.Expressions;

namespace Covalent.Core.Recording;

/// <summary>The call being recorded: its operations, and the values for its slots. Reused from call to call.</summary>
internal sealed class CallBuffer
{
    private Token[] _tokens = new Token[32];
    private Leaf[] _leaves = new Leaf[16];
    private int _tokenCount;
    private int _leafCount;

    public ReadOnlySpan<Token> Tokens => _tokens.AsSpan(0, _tokenCount);

    public ReadOnlySpan<Leaf> Leaves => _leaves.AsSpan(0, _leafCount);

    public void Add(Op op, int number = 0, object? subject = null)
    {
        if (_tokenCount == _tokens.Length)
        {
            Array.Resize(ref _tokens, _tokenCount * 2);
        }

        _tokens[_tokenCount++] = new Token(op, number, subject);
    }

    public void AddLeaf(in Leaf leaf)
    {
        Add(Op.Slot, (int)leaf.Kind, leaf.Type);
        if (_leafCount == _leaves.Length)
        {
            Array.Resize(ref _leaves, _leafCount * 2);
        }

        _leaves[_leafCount++] = leaf;
    }

    /// <summary>The leaves' values, for evaluating the expression here and now.</summary>
    public object?[] Values()
    {
        var values = new object?[_leafCount];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _leaves[i].Value;
        }

        return values;
    }

    public void Clear()
    {
        _tokens.AsSpan(0, _tokenCount).Clear();
        _leaves.AsSpan(0, _leafCount).Clear();
        _tokenCount = 0;
        _leafCount = 0;
    }
}

/// <summary>What goes into one slot.</summary>
/// <param name="Kind">A constant, a node, or a structure of both.</param>
/// <param name="Type">Declared type, nodes included.</param>
/// <param name="Value">The constant, the <see cref="Node"/>, or the collection.</param>
/// <param name="Place">Which argument it belongs to.</param>
internal readonly record struct Leaf(SlotKind Kind, Type Type, object? Value, Place Place);

/// <summary>Where in a call something stands.</summary>
/// <param name="Argument">Index of the argument; -1 for the call's target.</param>
/// <param name="IsWhole">Whether it is the whole argument rather than a part of a computed one.</param>
internal readonly record struct Place(int Argument, bool IsWhole);
