namespace Covalent.Integration.Tests;

/// <summary>Where the checkout is, found from the test's own folder.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Covalent.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException($"No Covalent.slnx above {AppContext.BaseDirectory}.");
        }

        return folder;
    }
}
