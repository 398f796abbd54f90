using System.Text;

namespace Covalent.Core.Bundles;

/// <summary>Makes .NET's program template start one assembly, as the SDK does: the template has a place for its name.</summary>
internal static class AppLauncher
{
    // SHA-256 of "foobar", by which the SDK finds the place too; 1024 bytes are kept for the name.
    private static readonly byte[] Place = Encoding.ASCII.GetBytes("c3ab8ff13720e8ad9047dd39466b3c8974e592c2fa383d4a3960714caef0c4f2");

    /// <returns>The path of the program, which is made when it is not there.</returns>
    /// <exception cref="ExecutorException">The template is not one.</exception>
    public static string Make(string template, string assembly, string path)
    {
        if (File.Exists(path))
        {
            return path;
        }

        var program = File.ReadAllBytes(template);
        var at = program.AsSpan().IndexOf(Place);
        if (at < 0)
        {
            throw new ExecutorException($"'{template}' is not a program template of .NET: it has no place for the name of an assembly. Restore its package again.");
        }

        var name = Encoding.UTF8.GetBytes(assembly);
        program.AsSpan(at, Place.Length).Clear();
        name.CopyTo(program.AsSpan(at));
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        File.WriteAllBytes(temporary, program);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
