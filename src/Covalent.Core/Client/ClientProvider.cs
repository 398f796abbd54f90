using System.Reflection;
using System.Runtime.CompilerServices;

namespace Covalent;

/// <summary>Which dispatcher the functions of <see cref="Workflow"/> talk to: one chosen with <see cref="Use"/>, else the application's default,
/// which the package <c>Covalent</c> supplies (its embedded engine).</summary>
public static class ClientProvider
{
    private static readonly AsyncLocal<IDispatcherClient?> Chosen = new();
    private static Lazy<IDispatcherClient>? fallback;

    /// <summary>The dispatcher in use here.</summary>
    /// <exception cref="CovalentException">There is none; the message says how to get one.</exception>
    public static IDispatcherClient Current => Chosen.Value ?? Volatile.Read(ref fallback)?.Value ?? FromPackage() ?? throw new CovalentException(
        "No dispatcher is set up. Reference the package 'Covalent' (it brings the embedded engine; 'Covalent.Core' alone has none), "
        + "or choose one with ClientProvider.Use(client). Where the package is referenced and the application was published trimmed, trimming has removed it: "
        + "publish with <PublishTrimmed>false</PublishTrimmed>, without which its code cannot travel either.");

    /// <summary>Uses a dispatcher on this flow of control and what it starts, until the returned object is disposed. The client stays the caller's
    /// to dispose.</summary>
    public static IDisposable Use(IDispatcherClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        var previous = Chosen.Value;
        Chosen.Value = client;
        return new Choice(previous);
    }

    /// <summary>Sets the application's default, made when it is first needed. The first one set stays.</summary>
    internal static void SetDefault(Func<IDispatcherClient> factory) =>
        Interlocked.CompareExchange(ref fallback, new Lazy<IDispatcherClient>(factory), null);

    // An application names only types of Covalent.Core, so the runtime never loads the package's own assembly by itself, and its module
    // initialiser would not run. Loading it by its one known name is all that is needed; nothing is searched.
    private static IDispatcherClient? FromPackage()
    {
        try
        {
            RuntimeHelpers.RunModuleConstructor(Assembly.Load("Covalent").ManifestModule.ModuleHandle);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        return Volatile.Read(ref fallback)?.Value;
    }

    private sealed class Choice(IDispatcherClient? previous) : IDisposable
    {
        public void Dispose() => Chosen.Value = previous;
    }
}
