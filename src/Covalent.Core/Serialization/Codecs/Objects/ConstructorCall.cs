using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent.Core.Serialization;

/// <summary>Reads the arguments of a constructor and calls it without boxing. For classes with few parameters; reflection serves the others.</summary>
/// <remarks>A constructor is called as a function whose first parameter is the new, still empty object. The runtime's own activators do the same;
/// nothing is generated, so it works where dynamic code does not.</remarks>
internal abstract unsafe class ConstructorCall<T>
{
    private static readonly Type[] Definitions =
    [
        typeof(ConstructorCall0<>), typeof(ConstructorCall1<,>), typeof(ConstructorCall2<,,>), typeof(ConstructorCall3<,,,>), typeof(ConstructorCall4<,,,,>),
        typeof(ConstructorCall5<,,,,,>), typeof(ConstructorCall6<,,,,,,>), typeof(ConstructorCall7<,,,,,,,>), typeof(ConstructorCall8<,,,,,,,,>),
    ];

    public static ConstructorCall<T>? TryMake(ObjectContract contract, ValueCodec[] codecs)
    {
        if (contract.Constructor is not { } constructor || codecs.Length >= Definitions.Length)
        {
            return null;
        }

        var types = new Type[codecs.Length + 1];
        types[0] = typeof(T);
        var parameters = constructor.GetParameters();
        for (var index = 0; index < codecs.Length; index++)
        {
            types[index + 1] = codecs[index].Type;
            if (parameters[index].ParameterType != codecs[index].Type)
            {
                return null;
            }
        }

        return (ConstructorCall<T>)Activator.CreateInstance(Definitions[codecs.Length].MakeGenericType(types), [constructor.MethodHandle.GetFunctionPointer(), .. codecs])!;
    }

    public abstract T Read(ref WireReader reader);

    private protected static T New() => (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
}
