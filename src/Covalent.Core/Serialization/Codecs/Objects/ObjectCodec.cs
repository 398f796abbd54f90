using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Covalent.Core.Serialization;

/// <summary>A class or struct: its members one after the other; in front of a class a byte that says whether it is there.</summary>
internal sealed class ObjectCodec<T>(ObjectContract contract) : ValueCodec<T>
{
    private readonly ConstructorInvoker? _constructor = contract.Constructor is null ? null : ConstructorInvoker.Create(contract.Constructor);
    private Dictionary<string, int>? _indexes;
    private readonly Type _exactType = typeof(T);
    private readonly string _shortName = typeof(T).IsDefined(typeof(CompilerGeneratedAttribute)) ? "" : TypeNames.ShortOf(typeof(T)) + " ";
    private Member<T>[] _members = [];
    private ConstructorCall<T>? _call;
    private int _smallestSize;
    private bool? _isRaw;

    internal override int SmallestSize => typeof(T).IsValueType && _smallestSize == 0
        ? _smallestSize = Math.Max(_members.Sum(member => member.Codec.SmallestSize), 1)
        : Math.Max(_smallestSize, 1);

    internal override bool IsRaw => typeof(T).IsValueType && (_isRaw ??= RawLayout.Holds(this, [.. _members.Select(member => member.Codec)]));

    internal override void Bind(CodecBuilder builder)
    {
        var members = new Member<T>[contract.Members.Count];
        var arguments = new ValueCodec[contract.ParameterCount];
        for (var index = 0; index < members.Length; index++)
        {
            var state = contract.Members[index];
            members[index] = Member<T>.Make(state, Part(builder, state));
            if (index < arguments.Length)
            {
                arguments[index] = members[index].Codec;
            }
        }

        _members = members;
        _call = ConstructorCall<T>.TryMake(contract, arguments);
    }

    internal override void Describe(ShapeWriter shape)
    {
        if (!shape.Open(this))
        {
            return;
        }

        shape.Add(typeof(T).IsValueType ? "{" : "?{");
        for (var index = 0; index < _members.Length; index++)
        {
            shape.Add(index == 0 ? "" : ",").Add(_members[index].Name).Add(":").Part(_members[index].Codec);
        }

        shape.Add("}");
    }

    internal override void Write(ref WireWriter writer, T value)
    {
        if (!typeof(T).IsValueType)
        {
            if (value is null)
            {
                writer.Byte(0);
                return;
            }

            CheckExact(value);
            writer.Byte(1);
        }

        writer.Enter();
        WriteMembers(ref writer, ref value);
        writer.Leave();
    }

    internal override T Read(ref WireReader reader)
    {
        if (!typeof(T).IsValueType && reader.Byte() is var mark && mark != 1)
        {
            return mark == 0 ? default! : throw WireReader.Damaged($"a mark for a missing object is {mark}");
        }

        reader.Enter();
        var value = typeof(T).IsValueType ? ReadStruct(ref reader) : ReadClass(ref reader);
        reader.Leave();
        return value;
    }

    internal override void WriteMany(ref WireWriter writer, ReadOnlySpan<T> values)
    {
        if (IsRaw)
        {
            writer.Block(values);
        }
        else
        {
            base.WriteMany(ref writer, values);
        }
    }

    internal override void ReadMany(ref WireReader reader, Span<T> values, long start)
    {
        if (IsRaw)
        {
            reader.Block(values);
        }
        else
        {
            base.ReadMany(ref reader, values, start);
        }
    }

    internal override void WriteJson(Utf8JsonWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteNullValue();
            return;
        }

        CheckExact(value);
        WireDepth.Check(writer.CurrentDepth, writing: true);
        writer.WriteStartObject();
        var at = 0;
        try
        {
            for (; at < _members.Length; at++)
            {
                writer.WritePropertyName(_members[at].Name);
                _members[at].WriteJson(writer, ref value);
            }
        }
        catch (PayloadException e) when (e.Through(_members[at].Name, typeof(T).IsValueType ? null : value))
        {
            throw;
        }

        writer.WriteEndObject();
    }

    internal override T ReadJson(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null && !typeof(T).IsValueType)
        {
            return default!;
        }

        JsonForm.Expect(ref reader, JsonTokenType.StartObject, TypeName);
        var indexes = _indexes ??= Indexes();
        var values = new object?[_members.Length];
        var given = new bool[_members.Length];
        for (JsonForm.Next(ref reader); reader.TokenType != JsonTokenType.EndObject; JsonForm.Next(ref reader))
        {
            var known = indexes.TryGetValue(JsonForm.Text(ref reader, "a property name"), out var index);
            JsonForm.Next(ref reader);
            if (known)
            {
                values[index] = ReadJsonMember(ref reader, index);
                given[index] = true;
            }
            else
            {
                JsonForm.Skip(ref reader);
            }
        }

        return FromJson(values, given);
    }

    internal override void Preview(PreviewText text, T value)
    {
        text.Append(_shortName);
        var outer = text.Open("{");
        for (var index = 0; index < _members.Length && !text.IsFull; index++)
        {
            text.Append(index == 0 ? " " : ", ");
            text.Append(_members[index].Name);
            text.Append(" = ");
            _members[index].Preview(text, ref value);
        }

        text.Close(outer, " }");
    }

    private protected override bool IsImmutable(HashSet<ValueCodec> visiting) =>
        contract.IsReadOnly && Array.TrueForAll(_members, member => member.Codec.ComputeImmutable(visiting));

    private static ValueCodec Part(CodecBuilder builder, StateMember state)
    {
        try
        {
            return builder.Part(state.Field.FieldType);
        }
        catch (PayloadException e) when (e.Through(state.Name))
        {
            throw;
        }
    }

    private Dictionary<string, int> Indexes()
    {
        var indexes = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < _members.Length; index++)
        {
            indexes.TryAdd(_members[index].Name, index);
            indexes.TryAdd(_members[index].State.Key, index);
        }

        return indexes;
    }

    private void WriteMembers(ref WireWriter writer, ref T value)
    {
        var at = 0;
        try
        {
            for (; at < _members.Length; at++)
            {
                _members[at].Write(ref writer, ref value);
            }

            if (_members.Length == 0 && typeof(T).IsValueType)
            {
                writer.Byte(0);
            }
        }
        catch (PayloadException e) when (e.Through(_members[at].Name, typeof(T).IsValueType ? null : value))
        {
            throw;
        }
    }

    private T ReadStruct(ref WireReader reader)
    {
        var value = default(T)!;
        if (_members.Length == 0 && reader.Byte() != 0)
        {
            throw WireReader.Damaged("an empty struct is not empty");
        }

        ReadMembers(ref reader, ref value, 0);
        return value;
    }

    private T ReadClass(ref WireReader reader)
    {
        var value = _call is not null ? _call.Read(ref reader) : Construct(ReadArguments(ref reader));
        ReadMembers(ref reader, ref value, contract.ParameterCount);
        return value;
    }

    private object?[] ReadArguments(ref WireReader reader)
    {
        var arguments = new object?[contract.ParameterCount];
        var at = 0;
        try
        {
            for (; at < arguments.Length; at++)
            {
                arguments[at] = _members[at].Codec.ReadObject(ref reader);
            }
        }
        catch (PayloadException e) when (e.Through(_members[at].Name))
        {
            throw;
        }

        return arguments;
    }

    private void ReadMembers(ref WireReader reader, ref T value, int start)
    {
        var at = start;
        try
        {
            for (; at < _members.Length; at++)
            {
                _members[at].Read(ref reader, ref value);
            }
        }
        catch (PayloadException e) when (e.Through(_members[at].Name))
        {
            throw;
        }
    }

    private T Construct(object?[] arguments) => (T)_constructor!.Invoke(arguments.AsSpan());

    private object? ReadJsonMember(ref Utf8JsonReader reader, int index)
    {
        try
        {
            return _members[index].Codec.ReadJsonObject(ref reader);
        }
        catch (PayloadException e) when (e.Through(_members[index].Name))
        {
            throw;
        }
    }

    private T FromJson(object?[] values, bool[] given)
    {
        for (var index = 0; index < _members.Length; index++)
        {
            var isNeeded = typeof(T).IsValueType || index < contract.ParameterCount || _members[index].State.IsRequired;
            if (!given[index] && !_members[index].TryGetDefault(out values[index]) && isNeeded)
            {
                throw new PayloadException($"The JSON for {TypeName} lacks '{_members[index].Name}'. Return it, or give it a default value.");
            }
        }

        var value = typeof(T).IsValueType ? default! : Construct(values[..contract.ParameterCount]);
        for (var index = contract.ParameterCount; index < _members.Length; index++)
        {
            if (given[index])
            {
                _members[index].Set(ref value, values[index]);
            }
        }

        return value;
    }

    private void CheckExact(T value)
    {
        if (value!.GetType() != _exactType)
        {
            throw new PayloadException($"A {TypeNames.Of(value.GetType())} stands where {TypeName} is declared, and would lose what it has beyond that. "
                + $"Declare the derived type, or list it: [PayloadTypes(typeof({TypeNames.Of(value.GetType())}))] on {TypeName}.");
        }
    }
}
