using System.Reflection;
using Covalent.Core.Expressions;
using Covalent.Core.Graph;

namespace Covalent.Core.Execution;

/// <summary>Between methods and the references by which other processes find them.</summary>
internal static class FunctionReferences
{
    public static FunctionReference Of(MethodInfo method, string? codeHash) =>
        new(FunctionReference.DotNet, method.Module.Assembly.GetName().Name!, TypeReference.Format(method.DeclaringType!), method.Name)
        {
            ModuleVersion = method.Module.ModuleVersionId,
            GenericArguments = method.IsGenericMethod ? Join(method.GetGenericArguments()) : "",
            ParameterTypes = Join(MemberReference.ParameterTypes(method)),
            CodeHash = codeHash,
        };

    /// <summary>The method a reference names.</summary>
    /// <exception cref="CovalentException">It is not a .NET function, or is not there in this process.</exception>
    public static MethodInfo Resolve(FunctionReference function)
    {
        if (function.Language != FunctionReference.DotNet)
        {
            throw new CovalentException($"Function '{function}' is written in '{function.Language}' and cannot be called from .NET code. Run it on an executor that has that language.");
        }

        return MemberReference.Method(TypeReference.Resolve(function.DeclaringType), function.Method, Split(function.GenericArguments), Split(function.ParameterTypes));
    }

    /// <summary>The module that this process would take a function's code from; null when it has none, or the function is not of .NET.</summary>
    public static Module? ModuleOf(FunctionReference function)
    {
        try
        {
            return function.Language == FunctionReference.DotNet ? Assembly.Load(new AssemblyName(function.Assembly)).ManifestModule : null;
        }
        catch (Exception e) when (e is IOException or BadImageFormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string Join(Type[] types) => string.Join(';', types.Select(MemberReference.FormatParameter));

    private static string[] Split(string types) => types.Length == 0 ? [] : types.Split(';');
}
