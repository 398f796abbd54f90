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

internal sealed unsafe class ConstructorCall3<T, T1, T2, T3>(nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3) : ConstructorCall<T>
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

internal sealed unsafe class ConstructorCall4<T, T1, T2, T3, T4>(nint constructor, ValueCodec<T1> item1, ValueCodec<T2> item2, ValueCodec<T3> item3, ValueCodec<T4> item4) : ConstructorCall<T>
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
