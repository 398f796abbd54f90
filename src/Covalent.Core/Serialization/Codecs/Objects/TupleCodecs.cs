namespace Covalent.Core.Serialization;

// One class for each length, so that items are read and written without boxing.

internal sealed class TupleCodec1<T1> : TupleCodec<ValueTuple<T1>>
{
    private ValueCodec<T1> _item1 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1> value)
    {
        _item1.Write(ref writer, value.Item1);
    }

    internal override ValueTuple<T1> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1> value)
    {
        text.Value(_item1, value.Item1);
    }

    private protected override ValueTuple<T1> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!);
}

internal sealed class TupleCodec2<T1, T2> : TupleCodec<ValueTuple<T1, T2>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
    }

    internal override ValueTuple<T1, T2> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
    }

    private protected override ValueTuple<T1, T2> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!);
}

internal sealed class TupleCodec3<T1, T2, T3> : TupleCodec<ValueTuple<T1, T2, T3>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
    }

    internal override ValueTuple<T1, T2, T3> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
    }

    private protected override ValueTuple<T1, T2, T3> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!);
}

internal sealed class TupleCodec4<T1, T2, T3, T4> : TupleCodec<ValueTuple<T1, T2, T3, T4>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;
    private ValueCodec<T4> _item4 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
        _item4 = builder.Part<T4>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
        _item4.Write(ref writer, value.Item4);
    }

    internal override ValueTuple<T1, T2, T3, T4> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader), _item4.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3, T4> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
        text.Append(", ");
        text.Value(_item4, value.Item4);
    }

    private protected override ValueTuple<T1, T2, T3, T4> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!, (T4)items[3]!);
}

internal sealed class TupleCodec5<T1, T2, T3, T4, T5> : TupleCodec<ValueTuple<T1, T2, T3, T4, T5>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;
    private ValueCodec<T4> _item4 = null!;
    private ValueCodec<T5> _item5 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
        _item4 = builder.Part<T4>(),
        _item5 = builder.Part<T5>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4, T5> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
        _item4.Write(ref writer, value.Item4);
        _item5.Write(ref writer, value.Item5);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader), _item4.Read(ref reader), _item5.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3, T4, T5> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
        text.Append(", ");
        text.Value(_item4, value.Item4);
        text.Append(", ");
        text.Value(_item5, value.Item5);
    }

    private protected override ValueTuple<T1, T2, T3, T4, T5> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!, (T4)items[3]!, (T5)items[4]!);
}

internal sealed class TupleCodec6<T1, T2, T3, T4, T5, T6> : TupleCodec<ValueTuple<T1, T2, T3, T4, T5, T6>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;
    private ValueCodec<T4> _item4 = null!;
    private ValueCodec<T5> _item5 = null!;
    private ValueCodec<T6> _item6 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
        _item4 = builder.Part<T4>(),
        _item5 = builder.Part<T5>(),
        _item6 = builder.Part<T6>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
        _item4.Write(ref writer, value.Item4);
        _item5.Write(ref writer, value.Item5);
        _item6.Write(ref writer, value.Item6);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader), _item4.Read(ref reader), _item5.Read(ref reader), _item6.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3, T4, T5, T6> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
        text.Append(", ");
        text.Value(_item4, value.Item4);
        text.Append(", ");
        text.Value(_item5, value.Item5);
        text.Append(", ");
        text.Value(_item6, value.Item6);
    }

    private protected override ValueTuple<T1, T2, T3, T4, T5, T6> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!, (T4)items[3]!, (T5)items[4]!, (T6)items[5]!);
}

internal sealed class TupleCodec7<T1, T2, T3, T4, T5, T6, T7> : TupleCodec<ValueTuple<T1, T2, T3, T4, T5, T6, T7>>
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;
    private ValueCodec<T4> _item4 = null!;
    private ValueCodec<T5> _item5 = null!;
    private ValueCodec<T6> _item6 = null!;
    private ValueCodec<T7> _item7 = null!;

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
        _item4 = builder.Part<T4>(),
        _item5 = builder.Part<T5>(),
        _item6 = builder.Part<T6>(),
        _item7 = builder.Part<T7>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6, T7> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
        _item4.Write(ref writer, value.Item4);
        _item5.Write(ref writer, value.Item5);
        _item6.Write(ref writer, value.Item6);
        _item7.Write(ref writer, value.Item7);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6, T7> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader), _item4.Read(ref reader), _item5.Read(ref reader), _item6.Read(ref reader), _item7.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3, T4, T5, T6, T7> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
        text.Append(", ");
        text.Value(_item4, value.Item4);
        text.Append(", ");
        text.Value(_item5, value.Item5);
        text.Append(", ");
        text.Value(_item6, value.Item6);
        text.Append(", ");
        text.Value(_item7, value.Item7);
    }

    private protected override ValueTuple<T1, T2, T3, T4, T5, T6, T7> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!, (T4)items[3]!, (T5)items[4]!, (T6)items[5]!, (T7)items[6]!);
}

internal sealed class TupleCodec8<T1, T2, T3, T4, T5, T6, T7, TRest> : TupleCodec<ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest>>
    where TRest : struct, System.Runtime.CompilerServices.ITuple
{
    private ValueCodec<T1> _item1 = null!;
    private ValueCodec<T2> _item2 = null!;
    private ValueCodec<T3> _item3 = null!;
    private ValueCodec<T4> _item4 = null!;
    private ValueCodec<T5> _item5 = null!;
    private ValueCodec<T6> _item6 = null!;
    private ValueCodec<T7> _item7 = null!;
    private ValueCodec<TRest> _rest = null!;

    internal override IReadOnlyList<ValueCodec> FlatParts => field ??= [.. Parts[..7], .. ((TupleCodec<TRest>)_rest).FlatParts];

    internal override void Bind(CodecBuilder builder) => Parts =
    [
        _item1 = builder.Part<T1>(),
        _item2 = builder.Part<T2>(),
        _item3 = builder.Part<T3>(),
        _item4 = builder.Part<T4>(),
        _item5 = builder.Part<T5>(),
        _item6 = builder.Part<T6>(),
        _item7 = builder.Part<T7>(),
        _rest = builder.Part<TRest>(),
    ];

    internal override void Write(ref WireWriter writer, ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> value)
    {
        _item1.Write(ref writer, value.Item1);
        _item2.Write(ref writer, value.Item2);
        _item3.Write(ref writer, value.Item3);
        _item4.Write(ref writer, value.Item4);
        _item5.Write(ref writer, value.Item5);
        _item6.Write(ref writer, value.Item6);
        _item7.Write(ref writer, value.Item7);
        _rest.Write(ref writer, value.Rest);
    }

    internal override ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> Read(ref WireReader reader) =>
        new(_item1.Read(ref reader), _item2.Read(ref reader), _item3.Read(ref reader), _item4.Read(ref reader), _item5.Read(ref reader), _item6.Read(ref reader), _item7.Read(ref reader), _rest.Read(ref reader));

    internal override void PreviewItems(PreviewText text, in ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> value)
    {
        text.Value(_item1, value.Item1);
        text.Append(", ");
        text.Value(_item2, value.Item2);
        text.Append(", ");
        text.Value(_item3, value.Item3);
        text.Append(", ");
        text.Value(_item4, value.Item4);
        text.Append(", ");
        text.Value(_item5, value.Item5);
        text.Append(", ");
        text.Value(_item6, value.Item6);
        text.Append(", ");
        text.Value(_item7, value.Item7);
        text.Append(", ");
        ((TupleCodec<TRest>)_rest).PreviewItems(text, in value.Rest);
    }

    private protected override ValueTuple<T1, T2, T3, T4, T5, T6, T7, TRest> FromItems(ReadOnlySpan<object?> items) =>
        new((T1)items[0]!, (T2)items[1]!, (T3)items[2]!, (T4)items[3]!, (T5)items[4]!, (T6)items[5]!, (T7)items[6]!, ((TupleCodec<TRest>)_rest).FromFlat(items[7..]));
}
