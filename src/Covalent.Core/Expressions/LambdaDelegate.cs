using System.Collections.Concurrent;
using System.Reflection;

namespace Covalent.Core.Expressions;

/// <summary>Makes a delegate of any type out of a function over boxed values, without generating code.</summary>
internal sealed class LambdaDelegate
{
    public const int MostParameters = 8;

    private static readonly ConcurrentDictionary<Type, MethodInfo> Shapes = new();
    private readonly Func<object?[], object?> _body;

    private LambdaDelegate(Func<object?[], object?> body) => _body = body;

    public static Delegate Create(Type delegateType, Func<object?[], object?> body) =>
        Shapes.GetOrAdd(delegateType, Shape).CreateDelegate(delegateType, new LambdaDelegate(body));

    /// <summary>Whether the type is a delegate with few enough parameters, none of them by reference.</summary>
    public static bool Supports(Type delegateType)
    {
        var invoke = delegateType.GetMethod(nameof(Action.Invoke));
        return invoke is not null && !IsOdd(invoke.ReturnType)
            && invoke.GetParameters() is { Length: <= MostParameters } parameters && !Array.Exists(parameters, p => IsOdd(p.ParameterType));
    }

    private static bool IsOdd(Type type) => type.IsByRef || type.IsByRefLike || type.IsPointer;

    private static MethodInfo Shape(Type delegateType)
    {
        var invoke = delegateType.GetMethod(nameof(Action.Invoke))!;
        var parameters = invoke.GetParameters().Select(p => p.ParameterType).ToArray();
        var returns = invoke.ReturnType != typeof(void);
        var open = typeof(LambdaDelegate)
            .GetMethods(BindingFlags.NonPublic | BindingFlags.Instance)
            .Single(m => m.Name == (returns ? nameof(Call) : nameof(Run)) && m.GetParameters().Length == parameters.Length);
        Type[] arguments = returns ? [.. parameters, invoke.ReturnType] : parameters;
        return arguments.Length == 0 ? open : open.MakeGenericMethod(arguments);
    }

    private R Call<R>() => (R)_body([])!;

    private R Call<A, R>(A a) => (R)_body([a])!;

    private R Call<A, B, R>(A a, B b) => (R)_body([a, b])!;

    private R Call<A, B, C, R>(A a, B b, C c) => (R)_body([a, b, c])!;

    private R Call<A, B, C, D, R>(A a, B b, C c, D d) => (R)_body([a, b, c, d])!;

    private R Call<A, B, C, D, E, R>(A a, B b, C c, D d, E e) => (R)_body([a, b, c, d, e])!;

    private R Call<A, B, C, D, E, F, R>(A a, B b, C c, D d, E e, F f) => (R)_body([a, b, c, d, e, f])!;

    private R Call<A, B, C, D, E, F, G, R>(A a, B b, C c, D d, E e, F f, G g) => (R)_body([a, b, c, d, e, f, g])!;

    private R Call<A, B, C, D, E, F, G, H, R>(A a, B b, C c, D d, E e, F f, G g, H h) => (R)_body([a, b, c, d, e, f, g, h])!;

    private void Run() => _body([]);

    private void Run<A>(A a) => _body([a]);

    private void Run<A, B>(A a, B b) => _body([a, b]);

    private void Run<A, B, C>(A a, B b, C c) => _body([a, b, c]);

    private void Run<A, B, C, D>(A a, B b, C c, D d) => _body([a, b, c, d]);

    private void Run<A, B, C, D, E>(A a, B b, C c, D d, E e) => _body([a, b, c, d, e]);

    private void Run<A, B, C, D, E, F>(A a, B b, C c, D d, E e, F f) => _body([a, b, c, d, e, f]);

    private void Run<A, B, C, D, E, F, G>(A a, B b, C c, D d, E e, F f, G g) => _body([a, b, c, d, e, f, g]);

    private void Run<A, B, C, D, E, F, G, H>(A a, B b, C c, D d, E e, F f, G g, H h) => _body([a, b, c, d, e, f, g, h]);
}
