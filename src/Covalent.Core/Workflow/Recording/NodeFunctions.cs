namespace Covalent.Core.Recording;

/// <summary>What glue nodes call when they run: the work is done by the expressions in their arguments.</summary>
internal static class NodeFunctions
{
    public static T Identity<T>(T value) => value;

    public static TResult Select<T, TResult>(Func<T, TResult> selector, T value) => selector(value);
}
