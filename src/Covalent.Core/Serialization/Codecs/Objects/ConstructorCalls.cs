namespace Covalent.Core.Serialization;

// One class for each number of parameters, so that arguments are passed without boxing.

internal sealed unsafe class ConstructorCall0<T>(nint constructor) : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var made = New();
        ((delegate*<T, void>)constructor)(made);
        return made;
    }
}

internal sealed unsafe class ConstructorCall1<T, T1>(nint constructor, ValueCodec<T1> item1) : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, void>)constructor)(made, value1);
        return made;
    }
}

internal sealed unsafe class ConstructorCall2<T, T1, T2>(nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2) : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, void>)constructor)(made, value1, value2);
        return made;
    }
}

internal sealed unsafe class ConstructorCall3<T, T1, T2, T3>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, void>)constructor)(made, value1, value2, value3);
        return made;
    }
}

internal sealed unsafe class ConstructorCall4<T, T1, T2, T3, T4>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var value4 = item4.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, T4, void>)constructor)(made, value1, value2, value3, value4);
        return made;
    }
}

internal sealed unsafe class ConstructorCall5<T, T1, T2, T3, T4, T5>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4, ValueCodec<T5> item5)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var value4 = item4.Read(ref reader);
        var value5 = item5.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, T4, T5, void>)constructor)(made, value1, value2, value3, value4, value5);
        return made;
    }
}

internal sealed unsafe class ConstructorCall6<T, T1, T2, T3, T4, T5, T6>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4, ValueCodec<T5> item5, ValueCodec<T6> item6)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var value4 = item4.Read(ref reader);
        var value5 = item5.Read(ref reader);
        var value6 = item6.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, T4, T5, T6, void>)constructor)(made, value1, value2, value3, value4, value5, value6);
        return made;
    }
}

internal sealed unsafe class ConstructorCall7<T, T1, T2, T3, T4, T5, T6, T7>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4, ValueCodec<T5> item5, ValueCodec<T6> item6, ValueCodec<T7> item7)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var value4 = item4.Read(ref reader);
        var value5 = item5.Read(ref reader);
        var value6 = item6.Read(ref reader);
        var value7 = item7.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, T4, T5, T6, T7, void>)constructor)(made, value1, value2, value3, value4, value5, value6, value7);
        return made;
    }
}

internal sealed unsafe class ConstructorCall8<T, T1, T2, T3, T4, T5, T6, T7, T8>(
    nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4, ValueCodec<T5> item5, ValueCodec<T6> item6, ValueCodec<T7> item7, ValueCodec<T8> item8)
    : ConstructorCall<T>
{
    public override T Read(ref WireReader reader)
    {
        var value1 = item1.Read(ref reader);
        var value2 = item2.Read(ref reader);
        var value3 = item3.Read(ref reader);
        var value4 = item4.Read(ref reader);
        var value5 = item5.Read(ref reader);
        var value6 = item6.Read(ref reader);
        var value7 = item7.Read(ref reader);
        var value8 = item8.Read(ref reader);
        var made = New();
        ((delegate*<T, T1, T2, T3, T4, T5, T6, T7, T8, void>)constructor)(made, value1, value2, value3, value4, value5, value6, value7, value8);
        return made;
    }
}
