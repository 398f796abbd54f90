using System.Reflection;
using System.Runtime.Loader;

namespace Covalent.Core.Leptons;

/// <summary>Finds assemblies that came with a task, by name, while it runs.</summary>
internal sealed class AssemblySearch : IDisposable
{
    private readonly IReadOnlyList<string> _folders;

    public AssemblySearch(IReadOnlyList<string> folders)
    {
        _folders = folders;
        if (folders.Count > 0)
        {
            AssemblyLoadContext.Default.Resolving += Find;
        }
    }

    public void Dispose() => AssemblyLoadContext.Default.Resolving -= Find;

    private Assembly? Find(AssemblyLoadContext context, AssemblyName name) => _folders
        .Select(folder => Path.Combine(folder, name.Name + ".dll"))
        .Where(File.Exists)
        .Select(context.LoadFromAssemblyPath)
        .FirstOrDefault();
}
