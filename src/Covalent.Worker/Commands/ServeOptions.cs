namespace Covalent.Worker.Commands;

/// <summary>The command line of <c>serve</c>: a warm worker of a pool on the same machine.</summary>
/// <param name="Socket">The pool's Unix socket.</param>
/// <param name="Stdout">File that takes the running task's standard output.</param>
/// <param name="Stderr">File that takes the running task's standard error.</param>
internal sealed record ServeOptions(string Socket, string Stdout, string Stderr)
{
    /// <summary>Environment variable with the secret that proves to the pool who is connecting.</summary>
    public const string SecretVariable = "COVALENT_WORKER_SECRET";

    /// <exception cref="ArgumentException">An option is unknown or missing.</exception>
    public static ServeOptions Parse(IReadOnlyList<string> args) => args is ["--socket", var socket, "--stdout", var stdout, "--stderr", var stderr]
        ? new ServeOptions(socket, stdout, stderr)
        : throw new ArgumentException("Usage: Covalent.Worker serve --socket PATH --stdout FILE --stderr FILE");
}
