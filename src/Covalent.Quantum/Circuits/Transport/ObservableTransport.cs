namespace Covalent.Quantum.Circuits.Transport;

/// <summary>Observables to bytes and back.</summary>
internal static class ObservableTransport
{
    public static void Write(TransportWriter writer, Observable observable)
    {
        switch (observable)
        {
            case PauliWord word:
                writer.Write((byte)0);
                writer.Write(word.Letters);
                writer.WriteWires(word.Wires);
                break;
            case ProductObservable product:
                writer.Write((byte)1);
                writer.WriteList(product.Factors, factor => Write(writer, factor));
                break;
            case SumObservable sum:
                writer.Write((byte)2);
                writer.WriteList(sum.Terms, term =>
                {
                    writer.WriteComplex(term.Coefficient);
                    Write(writer, term.Observable);
                });
                break;
            case HadamardObservable:
                writer.Write((byte)3);
                writer.WriteWire(observable.Wires[0]);
                break;
            case ProjectorObservable projector:
                writer.Write((byte)4);
                writer.WriteList(projector.State, writer.WriteComplex);
                writer.WriteWires(projector.Wires);
                break;
            case SparseHamiltonian sparse:
                writer.Write((byte)5);
                writer.WriteList(sparse.Entries, entry =>
                {
                    writer.Write(entry.Row);
                    writer.Write(entry.Column);
                    writer.WriteComplex(entry.Value);
                });
                writer.WriteWires(sparse.Wires);
                break;
            default:
                writer.Write((byte)6);
                writer.WriteMatrix(observable.Matrix());
                writer.WriteWires(observable.Wires);
                break;
        }
    }

    public static Observable Read(TransportReader reader) => reader.ReadByte() switch
    {
        0 => new PauliWord(reader.ReadString(), reader.ReadWires()),
        1 => new ProductObservable(reader.ReadList(() => Read(reader))),
        2 => new SumObservable(reader.ReadList(() => new ObservableTerm(reader.ReadComplex(), Read(reader)))),
        3 => Observable.H(reader.ReadWire()),
        4 => Observable.Projector(reader.ReadList(reader.ReadComplex), reader.ReadWires()),
        5 => Observable.Sparse(reader.ReadList(() => (reader.ReadInt32(), reader.ReadInt32(), reader.ReadComplex())), reader.ReadWires()),
        6 => Observable.Hermitian(reader.ReadMatrix(), reader.ReadWires()),
        var tag => throw new InvalidDataException($"{tag} is no observable."),
    };
}
