using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Covalent.Core.Bundles;

/// <summary>Packages from the user's own NuGet sources, with the user's own settings: restored by the SDK, and checked by their hashes.</summary>
internal static class NuGetPackages
{
    /// <summary>Paths of the package files, in the order of the names.</summary>
    /// <exception cref="ExecutorException">There is no SDK here, a package is not served, or a file is not what its hash says.</exception>
    public static async Task<IReadOnlyList<string>> GetAsync(IReadOnlyList<string> names, string version, string cache, CancellationToken cancellationToken)
    {
        var work = Path.Combine(cache, $"restore.{Guid.NewGuid():N}");
        Directory.CreateDirectory(work);
        try
        {
            var packages = Path.Combine(cache, "packages");
            if (names.Any(name => !File.Exists(FileOf(packages, name, version))))
            {
                await RestoreAsync(work, packages, names, version, cancellationToken).ConfigureAwait(false);
            }

            foreach (var name in names)
            {
                await VerifyAsync(FileOf(packages, name, version), cancellationToken).ConfigureAwait(false);
            }

            return [.. names.Select(name => FileOf(packages, name, version))];
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static string FileOf(string packages, string name, string version) =>
        Path.Combine(packages, name.ToLowerInvariant(), version, $"{name.ToLowerInvariant()}.{version}.nupkg");

    private static async Task RestoreAsync(string work, string packages, IReadOnlyList<string> names, string version, CancellationToken cancellationToken)
    {
        var downloads = string.Concat(names.Select(name => $"<PackageDownload Include=\"{name}\" Version=\"[{version}]\" />"));
        // Settings of the folders above are not this project's.
        foreach (var file in new[] { "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props" })
        {
            await File.WriteAllTextAsync(Path.Combine(work, file), "<Project />", cancellationToken).ConfigureAwait(false);
        }

        var project = Path.Combine(work, "packs.csproj");
        await File.WriteAllTextAsync(project, $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><TargetFramework>net{Environment.Version.ToString(2)}</TargetFramework></PropertyGroup><ItemGroup>{downloads}</ItemGroup></Project>", cancellationToken).ConfigureAwait(false);
        var said = await RunAsync(["restore", project, "--packages", packages, "-v", "q", "-nologo"], work, cancellationToken).ConfigureAwait(false);
        if (names.FirstOrDefault(name => !File.Exists(FileOf(packages, name, version))) is { } missing)
        {
            throw new ExecutorException($"The runtime pack {missing} {version} could not be had from the NuGet sources configured here: {said} Install .NET on the other machine, or add a source that serves the pack.");
        }
    }

    private static async Task<string> RunAsync(string[] arguments, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Execution.DotnetHost.Path ?? "dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            var said = new StringBuilder(await output.ConfigureAwait(false)).Append(await errors.ConfigureAwait(false)).Replace('\n', ' ').ToString().Trim();
            return said.Length <= 600 ? said : said[..600] + "…";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new ExecutorException($"Runtime packs are restored by the .NET SDK, and 'dotnet' cannot be started here: {e.Message}. Install the SDK here, or .NET on the other machine.", innerException: e);
        }
    }

    private static async Task VerifyAsync(string package, CancellationToken cancellationToken)
    {
        var content = new FileStream(package, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (content.ConfigureAwait(false))
        {
            var expected = await File.ReadAllTextAsync(package + ".sha512", cancellationToken).ConfigureAwait(false);
            if (Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellationToken).ConfigureAwait(false)) != expected.Trim())
            {
                throw new ExecutorException($"The package '{package}' is not what its SHA-512 says: it was altered or cut short. Delete its folder and run the task again.");
            }
        }
    }
}
