namespace Covalent;

/// <summary>Makes an executor known by its short name wherever the assembly is loaded: in the application that references it, or from the
/// plug-in folder.</summary>
/// <example><code>[assembly: CovalentExecutor(typeof(MyExecutor))]</code></example>
/// <param name="type">A public class derived from <see cref="Executor"/> with a public constructor without parameters.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CovalentExecutorAttribute(Type type) : Attribute
{
    /// <summary>The executor's class.</summary>
    public Type Type { get; } = type;
}
