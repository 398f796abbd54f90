using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.InteropServices;

namespace Covalent.Core.Serialization;

/// <summary>Types whose values cannot travel, each with what to do instead.</summary>
internal static class Refusals
{
    private const string OwnCodecHint = "give the type its own codec with [assembly: PayloadCodec(typeof(…))]";

    private static readonly (Type Base, string Reason, string Remedy)[] Kinds =
    [
        (typeof(Delegate), "a delegate is code, not data", "Pass the data it needs, or make the function an electron of its own"),
        (typeof(Stream), "a stream is a place, not data", "Read it into a byte[] or string, or pass the path of a file"),
        (typeof(TextReader), "a reader is a place, not data", "Read it into a string"),
        (typeof(TextWriter), "a writer is a place, not data", "Write into a string and pass that"),
        (typeof(Exception), "an exception is a failure, not a value", "Throw it, so that the task fails with it, or pass its message"),
        (typeof(Task), "a task is work in progress on this machine", "Await it and pass the result"),
        (typeof(Expression), "an expression tree is code, not data", "Pass the data it needs"),
        (typeof(MemberInfo), "a reference to code is not data, and payloads never name types to load", "Pass an enum or a string and choose the code from it"),
        (typeof(Assembly), "a reference to code is not data", "Pass an enum or a string and choose the code from it"),
        (typeof(SafeHandle), "a handle means something on this machine only", "Open the resource inside the electron"),
        (typeof(Thread), "a thread exists on this machine only", "Let each electron run its own work"),
        (typeof(CancellationTokenSource), "it exists on this machine only", "Give the method a CancellationToken parameter; it receives the task's own"),
    ];

    private static readonly Dictionary<Type, (string Reason, string Remedy)> Exact = new()
    {
        [typeof(object)] = ("the other side would have to trust a type name found in the data (dynamic is object, too)", "Declare the real type, such as int, string or a record of yours"),
        [typeof(void)] = ("it has no values", "Declare a type that has"),
        [typeof(CancellationToken)] = ("it exists on this machine only", "Give the method a CancellationToken parameter; it receives the task's own"),
        [typeof(ValueTask)] = ("a task is work in progress on this machine", "Await it"),
        [typeof(nint)] = ("native integers are addresses or handles of this machine", "Use long"),
        [typeof(nuint)] = ("native integers are addresses or handles of this machine", "Use ulong"),
        [typeof(Array)] = ("it does not say what it holds", "Declare the element type, such as double[]"),
        [typeof(Enum)] = ("it does not say which enumeration is meant", "Declare the enumeration itself"),
        [typeof(ValueType)] = ("it does not say which type is meant", "Declare the real type"),
    };

    private static readonly HashSet<Type> FrameworkStructs = [typeof(Index), typeof(Range), typeof(KeyValuePair<,>)];

    /// <summary>Refuses what can be told from the form of the type alone.</summary>
    public static void CheckForm(Type type)
    {
        if (type.ContainsGenericParameters)
        {
            throw Refuse(type, "it is an open generic type", "Close it, such as List<int>");
        }

        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef)
        {
            throw Refuse(type, "an address means something in this process only", "Pass the value itself");
        }

        if (type.IsByRefLike)
        {
            throw Refuse(type, "it lives on the stack only", "Use an array, Memory<T> or List<T>");
        }

        if (Exact.TryGetValue(type, out var exact))
        {
            throw Refuse(type, exact.Reason, exact.Remedy);
        }
    }

    /// <summary>Refuses what cannot be taken apart into fields.</summary>
    public static void CheckKind(Type type)
    {
        foreach (var (parent, reason, remedy) in Kinds)
        {
            if (parent.IsAssignableFrom(type))
            {
                throw Refuse(type, reason, remedy);
            }
        }

        CheckAbstract(type);
        CheckFramework(type);
    }

    public static PayloadException Refuse(Type type, string reason, string remedy) =>
        new($"A value of type {TypeNames.Of(type)} cannot travel: {reason}. {remedy}.");

    private static void CheckAbstract(Type type)
    {
        if (type is { IsAbstract: true, IsSealed: true })
        {
            throw Refuse(type, "a static class has no values", "Declare a type that has");
        }

        if (type.IsInterface && typeof(System.Collections.IEnumerable).IsAssignableFrom(type))
        {
            throw Refuse(type, "it does not say which collection, or which items, are meant", "Declare IReadOnlyList<T>, IReadOnlyDictionary<TKey, TValue> or a concrete collection of the items' type");
        }

        if (type.IsInterface || type.IsAbstract)
        {
            throw Refuse(type, $"it is {(type.IsInterface ? "an interface" : "abstract")}, and payloads never name the type to make",
                "Declare the concrete type, or close the list of possible ones with [PayloadTypes(typeof(A), typeof(B))]");
        }
    }

    private static void CheckFramework(Type type)
    {
        if (IsFramework(type) && !IsKnownFrameworkStruct(type))
        {
            throw Refuse(type, "it is a framework type without a form to travel in", $"Pass the data in it, or {OwnCodecHint}");
        }

        for (var parent = type.BaseType; parent is not null && parent != typeof(object) && parent != typeof(ValueType); parent = parent.BaseType)
        {
            if (IsFramework(parent) && parent.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Length > 0)
            {
                throw Refuse(type, $"it derives from the framework's {TypeNames.Of(parent)}, whose inner state is not ours to copy", $"Hold a {TypeNames.Of(parent)} in a member instead, or {OwnCodecHint}");
            }
        }
    }

    private static bool IsKnownFrameworkStruct(Type type) => type.IsValueType
        && (FrameworkStructs.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type)
            || (type.Namespace is "System.Numerics" or "System.Drawing" && !type.IsGenericType && type.Name is not "Color"));

    private static bool IsFramework(Type type)
    {
        var name = type.Assembly.GetName().Name ?? "";
        return type.Assembly == typeof(object).Assembly || name is "System" or "netstandard" or "mscorlib"
            || name.StartsWith("System.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal) || name.StartsWith("Microsoft.Win32.", StringComparison.Ordinal);
    }
}
