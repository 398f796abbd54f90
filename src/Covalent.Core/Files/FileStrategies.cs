using System.Reflection;

namespace Covalent.Core.Files;

/// <summary>Which strategy moves files of which scheme.</summary>
internal static class FileStrategies
{
    private static readonly Dictionary<string, Func<IFileStrategy>> BuiltIn = new(StringComparer.OrdinalIgnoreCase)
    {
        ["http"] = () => new HttpStrategy(),
        ["https"] = () => new HttpStrategy(),
        ["ssh"] = () => new RsyncStrategy(),
        ["rsync"] = () => new RsyncStrategy(),
        ["s3"] = () => new S3Strategy(),
        ["gs"] = () => new GoogleStorageStrategy(),
        ["blob"] = () => new AzureBlobStrategy(),
    };

    /// <exception cref="CovalentException">Nobody moves files of the scheme.</exception>
    public static IFileStrategy For(Uri address, Type? chosen)
    {
        if ((chosen ?? Declared(address.Scheme)) is { } type)
        {
            return typeof(IFileStrategy).IsAssignableFrom(type)
                ? (IFileStrategy)Activator.CreateInstance(type, nonPublic: true)!
                : throw new CovalentException($"'{type}' is named as the strategy for '{address.Scheme}' files and is not an IFileStrategy. Let it implement that interface.");
        }

        return BuiltIn.TryGetValue(address.Scheme, out var create) ? create() : throw new CovalentException(
            $"Nothing here moves files of scheme '{address.Scheme}' ('{address}'). Known are {string.Join(", ", BuiltIn.Keys)}; for others declare [assembly: FileStrategy(\"{address.Scheme}\", typeof(…))].");
    }

    private static Type? Declared(string scheme) => AppDomain.CurrentDomain.GetAssemblies()
        .Where(assembly => !assembly.IsDynamic)
        .SelectMany(assembly => assembly.GetCustomAttributes<FileStrategyAttribute>())
        .FirstOrDefault(declared => string.Equals(declared.Scheme, scheme, StringComparison.OrdinalIgnoreCase))?.Strategy;
}
