using System.Reflection;

namespace Covalent.Core.Execution;

/// <summary>The version of this library, as packages and workers tell it to each other.</summary>
internal static class CovalentVersion
{
    /// <summary>Number of the worker protocol: package, outcome, command line and frames. Raised by every change that an older worker
    /// would misunderstand.</summary>
    public const int Protocol = 2;

    public static string Text { get; } = typeof(CovalentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
}
