namespace Covalent.Core.Execution;

/// <summary>What a worker says first on a connection.</summary>
/// <param name="Protocol">See <see cref="CovalentVersion.Protocol"/>.</param>
/// <param name="Secret">The secret the pool gave this worker.</param>
/// <param name="Role">Which of the two connections this is.</param>
internal sealed record HelloFrame(int Protocol, string Secret, byte Role)
{
    /// <summary>The connection that brings the worker its orders.</summary>
    public const byte Orders = 0;

    /// <summary>The connection that takes its results.</summary>
    public const byte Results = 1;

    public static void Write(FrameWriter writer, string secret, byte role)
    {
        writer.Begin(FrameKind.Hello);
        writer.Int(CovalentVersion.Protocol);
        writer.Text(secret);
        writer.Byte(role);
        writer.End();
    }

    public static HelloFrame Read(ReadOnlyMemory<byte> contents)
    {
        var fields = new FrameFields(contents);
        return new HelloFrame(fields.Int(), fields.Text(), fields.Byte());
    }
}
