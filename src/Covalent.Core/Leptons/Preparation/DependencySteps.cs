namespace Covalent.Core.Leptons;

/// <summary>Makes a task's dependencies ready: shell commands first, then packages, then files.</summary>
internal static class DependencySteps
{
    public static async Task RunAsync(ElectronOptions options, string? interpreter, TaskPreparation preparation, CancellationToken cancellationToken)
    {
        var all = options.Deps ?? [];
        foreach (var bash in all.OfType<DepsBash>())
        {
            await BashStep.RunAsync(bash, cancellationToken).ConfigureAwait(false);
        }

        var packages = all.OfType<DepsPip>().ToList();
        if (packages.Count > 0)
        {
            preparation.PythonFolder = await PipEnvironment.GetAsync(packages, PythonInterpreter.Find(interpreter), cancellationToken).ConfigureAwait(false);
        }

        foreach (var package in all.OfType<DepsNuGet>())
        {
            preparation.AssemblyFolders.Add(await NuGetStep.GetAsync(package, cancellationToken).ConfigureAwait(false));
        }

        foreach (var module in all.OfType<DepsModule>())
        {
            preparation.Files.AddRange(module.Contents);
            await AddAssembliesAsync(module, preparation, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddAssembliesAsync(DepsModule module, TaskPreparation preparation, CancellationToken cancellationToken)
    {
        if (module.Contents.Any(file => file.Name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
        {
            preparation.AssemblyFolders.Add(await CacheFolder.GetAsync("modules", LeptonFile.HashOf(module.Contents), folder =>
            {
                LeptonFile.Unpack(module.Contents, folder);
                return Task.CompletedTask;
            }, cancellationToken).ConfigureAwait(false));
        }
    }
}
