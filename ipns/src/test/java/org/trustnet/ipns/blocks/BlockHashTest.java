package org.trustnet.ipns.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.trustnet.multiformats.Bytes;
import org.trustnet.multiformats.Cid;
import org.trustnet.multiformats.Multihash;

final class BlockHashTest {
  private static final Bytes DATA = Bytes.utf8("hello trustnet");

  /** {@code printf 'hello trustnet' | ipfs block put --mhtype=… --cid-codec=raw}, Kubo 0.43.0. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bafkrgqhq42yqar2a6hoiae2uemdfb54osiyuuau6l3rmxqa3ijlejxfpofalqiiqwjfdixi7ecdjr33ppajm6lkfgnwkgmrpb5bjivvbslt4c",
        "bafkrmiaczy4easfzbhkho546kben7becghneofvigmh4plhhoddxutamfm",
        "bafk2bzacebtjx224ffhdonmwkhrr5g4fqmcv3ymkf37dtppaiyyao2cnq4n32",
        "bafk6bzacearui5rb66oiyfxpcys3rrjoojuc6eotanji5iovq2o7rc35zflrm",
        "bafkr4ifgo5cvkuhknbeghfk7x2cxxki76romyqweqpd4raud4znhqirvbu",
        "bafkrwiebk5lwqv7afl2hsorzbon4mvbawivrzf5oxvgxcroaxoloccemdi",
        "bafkvmibcoarijitdhdsf5maaei2wfb3y6xsoafyjp6qhdahabfmwav4czi",
        "bafkrsqg2ln7lyxkgr3223mr47ymzwe7u36t2lqjdrs526gjrcv6irwpinb5ras5izwm4xnxpgyvuw3pvmkvjexiknobpgv45brsfd6zxzdwsu",
        "bafkrcfdaauu7b2xx6s7wt4psac5gmelkbuluiuy",
        "bafkqadtimvwgy3zaorzhk43unzsxi",
        "bafkriqbvytvrfaqzbfrh2tukquicl7k5zfityi2kvor7irx2tjc5jlkoiy32eq4t2upichd2jf2n6wtqixvyikxnvbhbkmj4sf5x32wa4wdim",
        "bafkrkmfolhp6g3nznh7unjdxj3cisrp3bul67e6tdc25caygcpsgiwjk3gl6jdr4wmhqbivjplvgvta76iua",
        "bafkrohbekd356hpuxu2zwjxdrgtngaibnw4yfjztwbmkenfxrhfq",
        "bafkr2qfpa2vw22hgafskexe6li7jlnht5u2hohoynl3tpuj5jp54eeupepw2ollaskrcav6owzivi4p4q5gzv7y4vxuihc4brqrmq6y2oyvz4",
        "bafkzjzacctraxwpgiemclrihyuxdfrpkmcg5iubyli",
        "bafk4bzacibsi3qea7ko57hxlzkoz25f7nh4yu54dcs7qcybygkzumqvjwptpirmkj3qgbgj4kvjbcytmtc7h3civx7vd4i4mphg2z7kc7jnpd5bh",
        "bafkrgfhq42yqar2a6hoiae2uemdfb54osiyuuaq",
        "bafkr4ffgo5cvkuhknbeghfk7x2cxxki76romyqq",
        "bafkr4qfgo5cvkuhknbeghfk7x2cxxki76romyqweqpd4raud4znhqirvbx7cnrbi5ekqg72ocqiptc7xveuxnddss65yex6imv7smrpcgmhqs"
      })
  void hashesAsKuboDoes(String text) {
    Cid cid = Cid.parse(text);
    assertThat(BlockHash.permitted(cid.hash())).isTrue();
    assertThat(BlockHash.matches(cid.hash(), DATA)).isTrue();
    assertThat(BlockHash.matches(cid.hash(), Bytes.utf8("hello Trustnet"))).isFalse();
    assertThat(BlockHash.sum(cid.hash().code(), cid.hash().digest().length(), DATA))
        .contains(cid.hash());
    assertThat(Block.verified(cid, DATA)).isPresent();
    assertThat(Block.verified(cid, Bytes.empty())).isEmpty();
  }

  @Test
  void refusesFunctionsThatAreNotOnTheList() {
    for (long code : new long[] {0x18, 0x22, 0xd4, 0xd5, 0xb213, 0xb253, 0xb261, 1L << 40}) {
      assertThat(BlockHash.permitted(hash(code, 20))).as("code %x", code).isFalse();
      assertThat(BlockHash.sum(code, 20, DATA)).as("code %x", code).isEmpty();
    }
    for (long code : new long[] {0x1a, 0x1c, 0xb214, 0xb240, 0xb254, 0xb260}) {
      assertThat(BlockHash.permitted(hash(code, 20))).as("code %x", code).isTrue();
    }
  }

  @Test
  void acceptsDigestsOfTwentyBytesAndRefusesShorterAndLongerOnes() {
    assertThat(BlockHash.permitted(hash(0x13, 19))).isFalse();
    assertThat(BlockHash.permitted(hash(0x13, 20))).isTrue();
    assertThat(BlockHash.permitted(hash(0x13, 64))).isTrue();
    assertThat(BlockHash.permitted(hash(0x13, 65))).isFalse();
    assertThat(BlockHash.permitted(hash(0x1e, 128))).isTrue();
    assertThat(BlockHash.sum(0x13, 19, DATA)).isEmpty();
    assertThat(BlockHash.sum(0x13, 65, DATA)).isEmpty();
    assertThat(BlockHash.sum(Multihash.IDENTITY, 13, DATA)).isEmpty();
    assertThat(BlockHash.sum(Multihash.IDENTITY, 14, DATA)).isPresent();
  }

  @Test
  void takesBlocksOfTwoMebibytesAndRefusesOneByteMore() {
    Bytes largest = Bytes.wrap(new byte[Block.MAX_BYTES]);
    Bytes tooLarge = Bytes.wrap(new byte[Block.MAX_BYTES + 1]);
    assertThat(Block.verified(Cid.v1(Cid.RAW, Multihash.sha256(largest)), largest)).isPresent();
    assertThat(Block.verified(Cid.v1(Cid.RAW, Multihash.sha256(tooLarge)), tooLarge)).isEmpty();
  }

  private static Multihash hash(long code, int length) {
    return new Multihash(code, Bytes.wrap(new byte[length]));
  }
}
